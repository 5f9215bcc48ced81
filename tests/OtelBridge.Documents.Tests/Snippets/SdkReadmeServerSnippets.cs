namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>What the SDK's README shows of the attribute, the client and its questions.</summary>
public sealed class SdkReadmeServerSnippets : AgainstAServer
{
    [Fact]
    public async Task SdkReadme_TracedMethod_KeepsTheKeyBack()
    {
        await SearchAsync("What is a span?", apiKey: "secret");

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Inputs!.Value.GetRawText().ShouldBe("""{"question":"What is a span?","k":3}""");
    }

    // begin sdk-readme-decorator
    [Trace(SpanType = SpanType.Retriever)]
    private static async Task<string[]> SearchAsync(string question, int k = 3, [TraceIgnore] string? apiKey = null)
    {
        await Task.Yield();
        return [.. Enumerable.Repeat(question, apiKey is null ? 0 : k)];
    }
    // end sdk-readme-decorator

    [Fact]
    public async Task SdkReadme_Questions_AreAnswered()
    {
        var span = Mlflow.StartSpan("answer", inputs: new { question = "Why?" });
        span.SetStatus(SpanStatus.Error).End();
        await StoredAsync(span.TraceId);
        var trackingUri = HttpUri;

        // begin sdk-readme-questions
        using var client = new MlflowClient(trackingUri); // http://127.0.0.1:5000, grpc://…; without an address that of the running tracing

        await foreach (var trace in client.SearchTracesAsync("attributes.status = 'ERROR'", maxResults: 50))
        {
            Console.WriteLine($"{trace.Info.Name}: {trace.Spans[0].Inputs}");
            await client.LogFeedbackAsync(trace.Info.TraceId, value: false, name: "helpful", rationale: "it failed");
        }
        // end sdk-readme-questions

        (await StoredAsync(span.TraceId)).Info.Assessments.Single().Name.ShouldBe("helpful");
    }

    [Fact]
    public async Task SdkReadme_Client_MakesATraceOfAnOwnId()
    {
        // begin sdk-readme-client
        using var client = new MlflowClient();

        var root = client.StartTrace("order", traceId: "order-17");                 // an id of yours: any text, or a W3C id
        var check = client.StartSpan("check", root.TraceId, root.SpanId, inputs: new { items = 3 });
        client.EndSpan(check.TraceId, check.SpanId, outputs: true);
        client.EndTrace("order-17");                                                // ends what is still open in it, then the root
        // end sdk-readme-client

        (await StoredAsync(root.TraceId)).Info.ClientRequestId.ShouldBe("order-17");
    }
}
