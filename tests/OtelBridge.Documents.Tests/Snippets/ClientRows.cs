using OtelBridge.Entities;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>The rows of docs/python-to-dotnet.md about the low-level client and what it reads.</summary>
public sealed class ClientRows : AgainstAServer
{
    [Fact]
    public async Task Client_StartsAndEnds_MakeATrace()
    {
        using var client = new MlflowClient(TrackingUri);

        // begin row:MlflowClient.start_trace
        var root = client.StartTrace("report", inputs: new { user = "123" });
        // end row:MlflowClient.start_trace
        // begin row:MlflowClient.start_span
        var span = client.StartSpan("fetch", root.TraceId, root.SpanId, inputs: new { id = 7 });
        // end row:MlflowClient.start_span
        // begin row:MlflowClient.end_span
        client.EndSpan(span.TraceId, span.SpanId, outputs: new { rows = 42 }, status: SpanStatus.Ok);
        // end row:MlflowClient.end_span
        // begin row:MlflowClient.end_trace
        client.EndTrace(root.TraceId, outputs: new { url = "https://example.com/report/123" });
        // end row:MlflowClient.end_trace

        var trace = await StoredAsync(root.TraceId);
        trace.Spans.Select(static s => s.Name).ShouldBe(["report", "fetch"]);
        trace.Info.State.ShouldBe(TraceState.Ok);
    }

    [Fact]
    public async Task Client_Questions_AreAnswered()
    {
        var id = await SomeTraceAsync();
        using var client = new MlflowClient(TrackingUri);

        // begin row:MlflowClient.get_trace
        var trace = await client.GetTraceAsync(id);
        // end row:MlflowClient.get_trace

        trace.Info.TraceId.ShouldBe(id);
        var found = 0;

        // begin row:MlflowClient.search_traces
        await foreach (var match in client.SearchTracesAsync("status = 'OK'", orderBy: ["timestamp DESC"], experimentIds: ["0"]))
        {
            found++;
        }
        // end row:MlflowClient.search_traces

        found.ShouldBe(1);

        // begin row:MlflowClient.set_trace_tag
        await client.SetTraceTagAsync(id, "reviewed", "yes");
        // end row:MlflowClient.set_trace_tag
        // begin row:MlflowClient.delete_trace_tag
        await client.DeleteTraceTagAsync(id, "reviewed");
        // end row:MlflowClient.delete_trace_tag

        var run = await client.CreateRunAsync("0");

        // begin row:MlflowClient.link_traces_to_run
        await client.LinkTracesToRunAsync([id], run.RunId);
        // end row:MlflowClient.link_traces_to_run

        // begin row:MlflowClient.delete_traces
        var deleted = await client.DeleteTracesAsync("0", traceIds: [id]);
        // end row:MlflowClient.delete_traces

        deleted.ShouldBe(1);
    }

    [Fact]
    public async Task Trace_ReadBack_IsSearchedAndWritten()
    {
        var trace = await StoredAsync(await SomeTraceAsync());

        // begin row:Trace.search_spans
        var spans = trace.SearchSpans(name: "answer");
        // end row:Trace.search_spans
        // begin row:Trace.to_json
        var json = trace.ToJson();
        // end row:Trace.to_json
        // begin row:Trace.from_json
        var same = Trace.FromJson(json);
        // end row:Trace.from_json

        spans.Single().Name.ShouldBe("answer");
        same.Info.TraceId.ShouldBe(trace.Info.TraceId);
    }
}
