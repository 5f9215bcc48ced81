namespace OtelBridge.Documents.Tests.Snippets;

public sealed class ClientSnippets : AgainstAServer
{
    [Fact]
    public async Task Lifecycle_ByIds_MakesATrace()
    {
        using var client = new MlflowClient(TrackingUri);

        // begin client-lifecycle
        var root = client.StartTrace("report", inputs: new { user = "123" }, tags: new Dictionary<string, string> { ["queue"] = "night" });
        var fetch = client.StartSpan("fetch", root.TraceId, root.SpanId, SpanType.Retriever);
        client.EndSpan(fetch.TraceId, fetch.SpanId, outputs: new { rows = 42 });
        client.EndTrace(root.TraceId, outputs: new { url = "https://example.com/report/123" });
        // end client-lifecycle

        var trace = await StoredAsync(root.TraceId);
        trace.Spans.Select(static s => s.Name).ShouldBe(["report", "fetch"]);
        trace.Info.Tags["queue"].ShouldBe("night");
    }

    [Fact]
    public async Task TracedSpan_ThatFails_EndsWithTheError()
    {
        using var client = new MlflowClient(TrackingUri);
        var root = client.StartTrace("report");
        void Work(bool fails) => _ = fails ? throw new InvalidOperationException("boom") : 1;

        // begin client-traced-span
        void Traced(string name, string traceId, string parentId, Action<MlflowSpan> body)
        {
            var span = client.StartSpan(name, traceId, parentId);
            try
            {
                body(span);
                client.EndSpan(span.TraceId, span.SpanId);
            }
            catch (Exception e)
            {
                span.RecordException(e);
                client.EndSpan(span.TraceId, span.SpanId, status: SpanStatus.Error);
                throw;
            }
        }
        // end client-traced-span

        Should.Throw<InvalidOperationException>(() => Traced("step", root.TraceId, root.SpanId, _ => Work(fails: true)));
        client.EndTrace(root.TraceId, status: SpanStatus.Error);
        (await StoredAsync(root.TraceId)).Spans[1].Status.ShouldBe(SpanStatus.Error);
    }

    [Fact]
    public async Task Questions_AboutTraces_AreAnswered()
    {
        var id = await SomeTraceAsync();
        using var client = new MlflowClient(TrackingUri);

        // begin client-questions
        await foreach (var trace in client.SearchTracesAsync("status = 'OK' AND span.name = 'answer'", maxResults: 50))
        {
            Console.WriteLine(trace.ToTree());
            await client.LogFeedbackAsync(trace.Info.TraceId, 0.9, "correctness", rationale: "cites the source");
        }
        // end client-questions

        (await client.GetTraceAsync(id)).Info.Assessments.Single().Name.ShouldBe("correctness");
    }

    [Fact]
    public async Task Errors_OfTheServer_HaveMlflowsCode()
    {
        using var client = new MlflowClient(TrackingUri);
        var asked = false;

        // begin client-errors
        try
        {
            await client.GetTraceAsync("tr-00000000000000000000000000000001");
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            asked = true;
        }
        // end client-errors

        asked.ShouldBeTrue();
    }

    [Fact]
    public async Task Table_WithExtractedFields_HasColumns()
    {
        await SomeTraceAsync();
        using var client = new MlflowClient(TrackingUri);

        // begin client-table
        var table = await client.SearchTracesTableAsync(extractFields: ["answer.inputs.question", "answer.outputs"]);
        // end client-table

        table.Rows[0]["answer.inputs.question"].ShouldBe("Why?");
    }
}
