namespace OtelBridge.Client.Spans;

/// <summary>One trace in which clients have open spans. Guarded by the lock of <see cref="OpenTraces"/>.</summary>
/// <param name="id">MLflow's text of the trace id.</param>
/// <param name="started">When it was opened, as a timestamp of the clock.</param>
internal sealed class OpenTrace(string id, long started)
{
    // By span id, each with its place in the order of starts. Bounded over all traces by TraceBufferSettings.MaxSpans.
    private readonly Dictionary<string, (MlflowSpan Span, long Place)> _spans = new(StringComparer.Ordinal);
    private long _starts;

    public string Id { get; } = id;

    public long Started { get; set; } = started;

    /// <summary>The span that <see cref="MlflowClient.StartTrace"/> made; null where a client only adds to a trace of somebody else.</summary>
    public MlflowSpan? Root { get; set; }

    public int Count => _spans.Count;

    public MlflowSpan? Find(string spanId) =>
        _spans.TryGetValue(spanId, out var found) && found.Span.Activity is { IsStopped: false } ? found.Span : null;

    public void Add(MlflowSpan span) => _spans[span.SpanId] = (span, _starts++);

    public bool Remove(string spanId) => _spans.Remove(spanId);

    /// <summary>Removes the spans whose activity has stopped; how many those were.</summary>
    public int RemoveEnded()
    {
        var ended = _spans.Where(static s => s.Value.Span.Activity is null or { IsStopped: true }).Select(static s => s.Key).ToList();
        ended.ForEach(id => _spans.Remove(id));
        return ended.Count;
    }

    /// <summary>Newest first: a span starts after its parent, so children come before their parents and the root comes last.</summary>
    public IReadOnlyList<MlflowSpan> NewestFirst() => [.. _spans.Values.OrderByDescending(static s => s.Place).Select(static s => s.Span)];
}
