using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Merges spans into the trace they belong to, so that any order and any repetition of calls ends in the same record.</summary>
internal static class SqliteTraceMerge
{
    public static void Apply(SqliteTraceStatements statements, PackedBatch write, long blockId)
    {
        if (statements.FindTrace(write.Batch.TraceId) is { } trace)
        {
            Extend(statements, trace, write, blockId);
        }
        else
        {
            Create(statements, write, blockId);
        }
    }

    private static void Create(SqliteTraceStatements statements, PackedBatch write, long blockId)
    {
        var batch = write.Batch;
        var trace = new TraceFacts { ExperimentId = batch.ExperimentId, SpanCount = batch.Spans.Count };
        SpanRow? root = null;
        foreach (var span in batch.Spans)
        {
            trace.Widen(span);
            if (span.Root is not null && (root is null || trace.IsBetterRoot(span, Stored(root))))
            {
                root = span;
                trace.SetRoot(span);
            }
        }

        trace.TokenUsage = batch.Spans.Any(span => span.TokenUsage is not null) ? TokenUsageTree.Of(batch.Spans.Select(Usage)).Total : null;
        trace.Key = statements.InsertTrace(batch.TraceId, trace);
        for (var i = 0; i < batch.Spans.Count; i++)
        {
            statements.PutSpan(trace.Key, blockId, write.Part, i, batch.Spans[i]);
            SqliteTraceRoots.Put(statements, trace.Key, batch.Spans[i]);
        }
    }

    private static void Extend(SqliteTraceStatements statements, TraceFacts trace, PackedBatch write, long blockId)
    {
        var stored = new List<SpanRow>(write.Batch.Spans.Count);
        var (replaced, rootsChanged, extentChanged) = (false, false, trace.HasExtentOfItsOwn);
        var hasUsage = trace.TokenUsage is not null;
        for (var i = 0; i < write.Batch.Spans.Count; i++)
        {
            var span = write.Batch.Spans[i];
            var before = statements.FindSpan(trace.Key, span.SpanId);
            if (before is { EndUnixNano: not null } && span.EndUnixNano is null)
            {
                // A late copy from before the end knows less than what is stored.
                statements.AddBlockUse(blockId, -1);
                continue;
            }

            statements.PutSpan(trace.Key, blockId, write.Part, i, span);
            stored.Add(span);
            hasUsage |= span.TokenUsage is not null;
            if (!extentChanged)
            {
                trace.Widen(span);
            }

            if (before is { } old)
            {
                replaced = extentChanged = true;
                statements.AddBlockUse(old.BlockId, -1);
                rootsChanged |= SqliteTraceRoots.TakeBack(statements, trace, span, old);
            }
            else
            {
                trace.SpanCount++;
            }

            if (span.Root is not null && SpeaksForTrace(statements, trace, span))
            {
                trace.SetRoot(span);
            }

            SqliteTraceRoots.Put(statements, trace.Key, span);
        }

        if (write.Batch.ExperimentIsExplicit)
        {
            trace.MoveTo(write.Batch.ExperimentId);
        }

        if (extentChanged)
        {
            // What was replaced may have been the earliest or the latest.
            (var start, var end, trace.SpanCount) = statements.ReadExtent(trace.Key);
            trace.SetExtent(start, end);
        }

        if (rootsChanged)
        {
            SqliteTraceRoots.Recompute(statements, trace, write.Batch.TraceId);
        }

        if (!hasUsage)
        {
            statements.UsageTrees.Forget(trace.Key); // it would lack these spans when the next usage comes
        }
        else
        {
            // Also where the new spans carry none: one may stand between two that were not known to be related.
            trace.TokenUsage = statements.UsageTrees.Extend(trace.Key, stored.Select(Usage), () => statements.ReadUsage(trace.Key)).Total;
        }

        statements.UpdateTrace(trace, replaced);
    }

    private static bool SpeaksForTrace(SqliteTraceStatements statements, TraceFacts trace, SpanRow span) =>
        trace.RootSpanId is not { } rootId
        || rootId == span.SpanId
        || statements.FindSpan(trace.Key, rootId) is not { } root
        || trace.IsBetterRoot(span, root);

    private static SpanUsage Usage(SpanRow span) => new(span.SpanId, span.ParentSpanId, span.TokenUsage);

    private static StoredSpan Stored(SpanRow span) => new(span.ParentSpanId, span.StartUnixNano, span.EndUnixNano, 0);
}
