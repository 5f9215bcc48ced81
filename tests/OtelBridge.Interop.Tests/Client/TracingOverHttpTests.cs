using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>A program traced to an <c>http://</c> address: spans over HTTP, experiments over REST.</summary>
[Collection(TracingCollection.Name)]
public sealed class TracingOverHttpTests
{
    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task ATracedProgram_ReadsBackWhatItTraced(string wire)
    {
        await using var server = await ServerUnderTest.StartAsync(on: TrackingWires.StoreOf(wire));
        var address = wire.StartsWith(TrackingServerFixture.Rest, StringComparison.Ordinal) ? server.HttpAddress.ToString() : $"grpc://{server.GrpcAddress.Authority}";
        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = address;
            options.ExperimentName = "größe";
        });

        string traceId;
        using (var root = Mlflow.StartSpan("réponse", SpanType.Agent).SetInputs(new { question = "42?", list = new object?[] { 1, "a", null, 2.5 } }))
        {
            traceId = root.TraceId;
            Mlflow.UpdateCurrentTrace(tags: [new("team", "a")], session: "s-1", user: "ada", clientRequestId: "req-1");
            foreach (var output in new object?[] { 42, "42", "plain", new[] { 1, 2 }, true, "{\"a\":1}", null })
            {
                using var child = Mlflow.StartSpan("child").SetOutputs(output);
            }

            root.SetOutputs("das Ende").SetTokenUsage(3, 4);
        }

        (await tracing.FlushAsync(TimeSpan.FromSeconds(30))).IsComplete.ShouldBeTrue();

        // Without an address: the running tracing's.
        using var client = new MlflowClient();
        var trace = await client.GetTraceAsync(traceId);
        (await client.GetExperimentAsync(trace.Info.ExperimentId)).Name.ShouldBe("größe");
        (trace.Info.Name, trace.Info.State, trace.Info.ClientRequestId).ShouldBe(("réponse", TraceState.Ok, "req-1"));
        trace.Info.Tags["team"].ShouldBe("a");
        trace.Info.TraceMetadata["mlflow.trace.session"].ShouldBe("s-1");
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(3, 4, 7));
        trace.Spans[0].SpanType.ShouldBe(SpanType.Agent);
        trace.Spans[0].Inputs!.Value.GetRawText().ShouldBe("{\"question\":\"42?\",\"list\":[1,\"a\",null,2.5]}");
        trace.Spans[0].Outputs!.Value.GetString().ShouldBe("das Ende");
        trace.Spans.Skip(1).Select(static span => span.Outputs?.GetRawText()).ShouldBe(["42", "\"42\"", "\"plain\"", "[1,2]", "true", "\"{\\\"a\\\":1}\"", "null"], ignoreOrder: true);
        (await client.SearchTracesPageAsync("name = 'réponse'")).ShouldHaveSingleItem().Info.TraceId.ShouldBe(traceId);
    }
}
