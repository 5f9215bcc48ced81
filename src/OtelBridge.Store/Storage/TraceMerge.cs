using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>Merges spans into the trace they belong to, so that any order and any repetition of calls ends in the same record.</summary>
internal static class TraceMerge
{
    /// <summary>Stores packed batches: their blocks, then each batch into its trace.</summary>
    public static void Store(ITraceMergeSession session, PackedBatch[] batches)
    {
        var blockId = 0L;
        for (var i = 0; i < batches.Length; i++)
        {
            var block = batches[i].Block;
            if (i == 0 || !ReferenceEquals(block, batches[i - 1].Block))
            {
                // Counted as used before its spans are merged: those that turn out to be older copies take themselves off.
                blockId = session.InsertBlock(block);
                session.AddBlockUse(blockId, batches.Skip(i).TakeWhile(b => ReferenceEquals(b.Block, block)).Sum(b => b.Batch.Spans.Count));
            }

            Apply(session, batches[i], blockId);
        }

        session.FinishFacets();
    }

    private static void Apply(ITraceMergeSession session, PackedBatch write, long blockId)
    {
        if (session.FindTrace(write.Batch.TraceId) is { } trace)
        {
            Extend(session, trace, write, blockId);
        }
        else
        {
            Create(session, write, blockId);
        }
    }

    private static void Create(ITraceMergeSession session, PackedBatch write, long blockId)
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

        trace.Usage = batch.Spans.Any(HasUsage) ? UsageTree.Of(batch.Spans.Select(Usage)).Total : default;
        trace.Key = session.InsertTrace(batch.TraceId, trace);
        for (var i = 0; i < batch.Spans.Count; i++)
        {
            session.PutSpan(trace.Key, blockId, write.Part, i, batch.Spans[i]);
            TraceRoots.Put(session, trace.Key, batch.Spans[i]);
        }

        session.PutFacets(trace.Key, write.Facets, isNew: true);
    }

    private static void Extend(ITraceMergeSession session, TraceFacts trace, PackedBatch write, long blockId)
    {
        var stored = new List<SpanRow>(write.Batch.Spans.Count);
        var (replaced, rootsChanged, extentChanged) = (false, false, trace.HasExtentOfItsOwn);
        var hasUsage = trace.Usage != default;
        for (var i = 0; i < write.Batch.Spans.Count; i++)
        {
            var span = write.Batch.Spans[i];
            var before = session.FindSpan(trace.Key, span.SpanId);
            if (before is { EndUnixNano: not null } && span.EndUnixNano is null)
            {
                // A late copy from before the end knows less than what is stored.
                session.AddBlockUse(blockId, -1);
                continue;
            }

            session.PutSpan(trace.Key, blockId, write.Part, i, span);
            stored.Add(span);
            hasUsage |= HasUsage(span);
            if (!extentChanged)
            {
                trace.Widen(span);
            }

            if (before is { } old)
            {
                replaced = extentChanged = true;
                session.AddBlockUse(old.BlockId, -1);
                rootsChanged |= TraceRoots.TakeBack(session, trace, span, old);
            }
            else
            {
                trace.SpanCount++;
            }

            if (span.Root is not null && SpeaksForTrace(session, trace, span))
            {
                trace.SetRoot(span);
            }

            TraceRoots.Put(session, trace.Key, span);
        }

        if (write.Batch.ExperimentIsExplicit)
        {
            trace.MoveTo(write.Batch.ExperimentId);
        }

        if (extentChanged)
        {
            // What was replaced may have been the earliest or the latest.
            (var start, var end, trace.SpanCount) = session.ReadExtent(trace.Key);
            trace.SetExtent(start, end);
        }

        if (rootsChanged)
        {
            TraceRoots.Recompute(session, trace, write.Batch.TraceId);
        }

        if (!hasUsage)
        {
            session.UsageTrees.Forget(trace.Key); // it would lack these spans when the next usage comes
        }
        else
        {
            // Also where the new spans carry none: one may stand between two that were not known to be related.
            trace.Usage = session.UsageTrees.Extend(trace.Key, stored.Select(Usage), () => session.ReadUsage(trace.Key)).Total;
        }

        session.PutFacets(trace.Key, write.Facets, isNew: false);
        session.UpdateTrace(trace, replaced);
    }

    private static bool SpeaksForTrace(ITraceMergeSession session, TraceFacts trace, SpanRow span) =>
        trace.RootSpanId is not { } rootId
        || rootId == span.SpanId
        || session.FindSpan(trace.Key, rootId) is not { } root
        || trace.IsBetterRoot(span, root);

    private static bool HasUsage(SpanRow span) => span.TokenUsage is not null || span.Cost is not null;

    private static SpanUsage Usage(SpanRow span) => new(span.SpanId, span.ParentSpanId, span.TokenUsage, span.Cost);

    private static StoredSpan Stored(SpanRow span) => new(span.ParentSpanId, span.StartUnixNano, span.EndUnixNano, 0);
}
