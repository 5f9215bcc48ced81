using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.Interop.Tests.Emitters;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>Spans that leave the SDK in another dialect alone are read back by the store as what they were.</summary>
[Collection(TracingCollection.Name)]
public sealed class DialectRoundTripTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(SpanDialects.GenAi, SpanType.ChatModel)]
    [InlineData(SpanDialects.OpenInference, SpanType.Llm)]
    public async Task ChatModel_InOneDialect_IsReadBackWhole(SpanDialects dialects, string type)
    {
        var (span, trace) = await SendAsync(dialects, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel).SetTokenUsage(11, 5, null, 4, null, 3).SetModel("gpt-4o", "openai");
            call.Activity!
                .SetTag(MlflowKeys.SpanInputs, """{"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather?"}]}""")
                .SetTag(MlflowKeys.SpanOutputs, """{"choices":[{"message":{"role":"assistant","content":"Sunny."},"finish_reason":"stop"}]}""");
            Mlflow.UpdateCurrentTrace(session: "s1", user: "u1");
        });

        span.Row.ShouldBe($"{type} ask | gpt-4o | 11/5");
        span.Provider.ShouldBe("openai");
        span.Details.ShouldBe(new TokenDetails(4, null, 3));
        span.Chat.ShouldBe("system: Be brief.\nuser: Weather?\nassistant: Sunny.");
        trace.Info.RequestPreview.ShouldBe("Weather?");
        trace.Info.ResponsePreview.ShouldBe("Sunny.");
        trace.Info.Metadata["mlflow.trace.session"].ShouldBe("s1");
        trace.Info.Metadata["mlflow.trace.user"].ShouldBe("u1");
        trace.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes.ShouldNotContain(attribute => attribute.Key == MlflowKeys.SpanType);
    }

    [Theory]
    [InlineData(SpanDialects.GenAi, SpanType.Llm, SpanType.Llm, "\"hi\"", "\"ho\"")]
    [InlineData(SpanDialects.GenAi, SpanType.Agent, SpanType.Agent, "{\"question\":\"why?\"}", "\"so\"")]
    [InlineData(SpanDialects.GenAi, SpanType.Workflow, SpanType.Workflow, "\"hi\"", "\"ho\"")]
    [InlineData(SpanDialects.GenAi, SpanType.Chain, SpanType.Workflow, "\"hi\"", "\"ho\"")]
    [InlineData(SpanDialects.OpenInference, SpanType.Workflow, SpanType.Chain, "\"hi\"", "\"ho\"")]
    public async Task Type_WhoseContentIsSaidAsMessages_IsReadBack(SpanDialects dialects, string type, string readAs, string inputs, string outputs)
    {
        var (span, _) = await SendAsync(dialects, () => Record(type, inputs, outputs));

        span.Type.ShouldBe(readAs);
        span.Inputs.ShouldNotBeNull();
        span.Outputs.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(SpanDialects.GenAi, SpanType.Tool, """{"city":"Bern"}""", "\"sunny\"")]
    [InlineData(SpanDialects.GenAi, SpanType.Tool, """{"x":1}""", "\"42\"")]
    [InlineData(SpanDialects.GenAi, SpanType.Tool, """{"x":1}""", "42")]
    [InlineData(SpanDialects.GenAi, SpanType.Retriever, "\"why?\"", """[{"id":"d1","page_content":"x"}]""")]
    [InlineData(SpanDialects.GenAi, SpanType.Memory, "\"why?\"", """[{"note":1}]""")]
    [InlineData(SpanDialects.OpenInference, SpanType.Tool, """{"city":"Bern"}""", "\"sunny\"")]
    [InlineData(SpanDialects.OpenInference, SpanType.Tool, "\"42\"", "42")]
    [InlineData(SpanDialects.OpenInference, SpanType.Retriever, "\"why?\"", """[{"id":"d1","page_content":"x"}]""")]
    [InlineData(SpanDialects.OpenInference, SpanType.Embedding, "\"text\"", "[0.5,1]")]
    [InlineData(SpanDialects.OpenInference, SpanType.Reranker, """{"query":"why?","documents":["a"]}""", "[\"a\"]")]
    [InlineData(SpanDialects.OpenInference, SpanType.Agent, """{"a":1,"b":[]}""", "\"so\"")]
    [InlineData(SpanDialects.OpenInference, SpanType.Chain, "[1,2]", "true")]
    [InlineData(SpanDialects.OpenInference, SpanType.Guardrail, "\"x\"", "true")]
    [InlineData(SpanDialects.OpenInference, SpanType.Evaluator, "\"x\"", "0.5")]
    public async Task Type_WhoseContentIsSaidAsItIs_IsReadBackExactly(SpanDialects dialects, string type, string inputs, string outputs)
    {
        var (span, _) = await SendAsync(dialects, () => Record(type, inputs, outputs));

        (span.Type, span.Inputs, span.Outputs).ShouldBe((type, inputs, outputs));
    }

    [Fact]
    public async Task Embedding_InGenAi_KeepsTypeModelAndTokens()
    {
        var (span, _) = await SendAsync(SpanDialects.GenAi, () =>
        {
            using var call = Mlflow.StartSpan("embed", SpanType.Embedding, new { model = "e-1", input = "hi" }).SetTokenUsage(3, 0);
        });

        span.Row.ShouldBe("EMBEDDING embed | e-1 | 3/0");
    }

    private static void Record(string type, string inputs, string outputs)
    {
        using var span = Mlflow.StartSpan("work", type);
        span.Activity!.SetTag(MlflowKeys.SpanInputs, inputs).SetTag(MlflowKeys.SpanOutputs, outputs);
    }

    private static async Task<(SpanSummary Span, Trace Trace)> SendAsync(SpanDialects dialects, Action body)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using (var tracing = MlflowTracing.Init(options =>
        {
            options.Export = ExportMode.Collector;
            options.Destinations["collector"] = new ExportDestinationOptions { Endpoint = server.GrpcAddress.ToString(), Dialects = dialects };
        }))
        {
            body();
            (await tracing.FlushAsync(Patience)).IsComplete.ShouldBeTrue();
        }

        var found = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 10 });
        var ids = found.Traces.Select(trace => trace.TraceId);
        var traces = (await server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { ids } })).Traces;
        var trace = traces.ShouldHaveSingleItem();
        return (SpanSummary.Of(trace.ResourceSpans.AllSpans().ShouldHaveSingleItem()), trace);
    }
}
