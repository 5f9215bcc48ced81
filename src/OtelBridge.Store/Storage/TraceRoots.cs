using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Storage;

/// <summary>Keeps what the roots of a trace say of it (name, state, previews, tags, metadata) equal to what its stored spans say.</summary>
internal static class TraceRoots
{
    /// <summary>Puts the tags and metadata of a span that is stored. The span that speaks for the trace has the last word on each, then the next best.</summary>
    public static void Put(ITraceMergeSession session, long traceKey, SpanRow span)
    {
        if (span.Root is not { } facts)
        {
            return;
        }

        foreach (var (key, value) in facts.Tags)
        {
            session.PutTag(traceKey, key, value, span);
        }

        foreach (var (key, value) in facts.Metadata)
        {
            session.PutMetadata(traceKey, key, value, span);
        }
    }

    /// <summary>Takes back the tags and metadata of a span that has been replaced.</summary>
    /// <returns>Whether another root may now have a word that it did not have before: then the roots are to be read again.</returns>
    public static bool TakeBack(ITraceMergeSession session, TraceFacts trace, SpanRow span, StoredSpan before)
    {
        var tags = session.TakeTags(trace.Key, span.SpanId);
        var metadata = session.TakeMetadata(trace.Key, span.SpanId);
        if (span.Root is not { } facts)
        {
            return trace.RootSpanId == span.SpanId || tags.Count + metadata.Count > 0;
        }

        var isWorse = (span.ParentSpanId is not null, span.StartUnixNano).CompareTo((before.ParentSpanId is not null, before.StartUnixNano)) > 0;
        return (isWorse && (trace.RootSpanId == span.SpanId || tags.Count + metadata.Count > 0))
            || tags.Except(facts.Tags.Select(tag => tag.Key)).Any()
            || metadata.Except(facts.Metadata.Select(item => item.Key)).Any();
    }

    /// <summary>Reads the stored roots again. Seldom needed: only where a root was replaced by a copy that says less.</summary>
    public static void Recompute(ITraceMergeSession session, TraceFacts trace, string traceId)
    {
        var roots = new List<SpanRow>(); // bounded by the spans of one trace
        foreach (var (message, places) in session.ReadPayload(trace.Key))
        {
            roots.AddRange(message.ResourceSpans
                .SelectMany(resource => resource.ScopeSpans)
                .SelectMany(scope => scope.Spans)
                .Where((_, ordinal) => places.ContainsKey(ordinal))
                .Select(span => SpanTranslator.Translate(span, traceId).Row)
                .Where(row => row.Root is not null));
        }

        trace.SetRoot(roots.Count == 0 ? null : roots.MinBy(root => (root.ParentSpanId is not null, root.StartUnixNano, root.SpanId)));
        foreach (var root in roots)
        {
            Put(session, trace.Key, root);
        }
    }
}
