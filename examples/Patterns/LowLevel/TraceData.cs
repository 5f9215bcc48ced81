using System.Data;
using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>What can be done with traces once they are stored: find them, read one, tag it, delete it.</summary>
internal static class TraceData
{
    public static async Task<PatternResult> RunAsync(MlflowClient client)
    {
        var first = Make(client, "first", SpanStatus.Ok);
        var failed = Make(client, "failed", SpanStatus.Error);
        var stale = Make(client, "stale", SpanStatus.Ok);

        // Spans travel in the background; whoever wants to see them at once waits for them.
        await Mlflow.FlushAsync();

        var notes = new List<string>(); // a few
        await foreach (var trace in client.SearchTracesAsync("attributes.status = 'ERROR' AND tags.pattern = 'trace-data'", maxResults: 5))
        {
            notes.Add($"found {trace.Info.Name}: {trace.Info.State}, {trace.Spans.Count} spans");
        }

        var table = await client.SearchTracesTableAsync(["span1.inputs", "span1.outputs.c"], "tags.pattern = 'trace-data'", ["timestamp_ms ASC"]);
        foreach (DataRow row in table.Rows)
        {
            notes.Add($"row {row["state"]}: span1.inputs {row["span1.inputs"]}, span1.outputs.c {row["span1.outputs.c"]}");
        }

        await client.SetTraceTagAsync(first, "tag_key", "tag_value");
        await client.SetTraceTagAsync(failed, "tag_key", "another value");
        await client.DeleteTraceTagAsync(failed, "tag_key");
        notes.Add($"tagged: {(await client.GetTraceInfoAsync(first)).Tags.GetValueOrDefault("tag_key", "none")}, {(await client.GetTraceInfoAsync(failed)).Tags.GetValueOrDefault("tag_key", "none")}");

        var experiment = (await client.GetTraceInfoAsync(stale)).ExperimentId;
        notes.Add($"deleted: {await client.DeleteTracesAsync(experiment, traceIds: [stale])}");
        try
        {
            await client.GetTraceAsync(stale);
        }
        catch (MlflowException e)
        {
            notes.Add($"asked for it again: {e.ErrorCode}");
        }

        return new PatternResult([first, failed], notes);
    }

    private static string Make(MlflowClient client, string name, SpanStatus status)
    {
        var root = client.StartTrace(name, tags: [new("pattern", "trace-data")]);
        var span = client.StartSpan("span1", root.TraceId, root.SpanId, inputs: new { a = 1, b = 2 });
        client.EndSpan(root.TraceId, span.SpanId, outputs: new { c = 3, d = 4 });
        client.EndTrace(root.TraceId, status: status);
        return root.TraceId;
    }
}
