using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>What a client asks of stored traces, the same over both wires.</summary>
public sealed class TraceQuestionTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    public static TheoryData<string> Wires { get; } = [TrackingServerFixture.Grpc, TrackingServerFixture.Rest];

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task GetTrace_OfAStoredTrace_GivesItsSpansRootFirst(string wire)
    {
        var experiment = await server.NewExperimentAsync();
        var number = server.NewTrace();
        await server.StoreAsync(
            experiment,
            OtlpSamples.Span(number, 2, parent: 1, name: "child", offsetMs: 5),
            OtlpSamples.Span(number, 1, name: "root", durationMs: 30).With("mlflow.spanType", "CHAIN").With("mlflow.spanInputs", "{\"q\":\"hé\"}"));

        var trace = await server.Client(wire).GetTraceAsync(OtlpSamples.TraceIdText(number));

        trace.Info.TraceId.ShouldBe(OtlpSamples.TraceIdText(number));
        trace.Info.ExperimentId.ShouldBe(experiment);
        trace.Info.State.ShouldBe(TraceState.Ok);
        trace.Info.Name.ShouldBe("root");
        trace.Spans.Select(static span => span.Name).ShouldBe(["root", "child"]);
        trace.Spans[0].SpanType.ShouldBe(SpanType.Chain);
        trace.Spans[0].Inputs!.Value.GetProperty("q").GetString().ShouldBe("hé");
        trace.Spans[0].ParentId.ShouldBeNull();
        trace.Spans[1].ParentId.ShouldBe(OtlpSamples.SpanIdText(1));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task GetTrace_OfNoTrace_SaysThatItDoesNotExist(string wire)
    {
        var failure = await Should.ThrowAsync<MlflowException>(() => server.Client(wire).GetTraceAsync("tr-00000000000000000000000000000001"));

        failure.ErrorCode.ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
    }
}
