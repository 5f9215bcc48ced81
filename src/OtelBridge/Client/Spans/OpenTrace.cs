namespace OtelBridge.Client.Spans;

/// <summary>One trace in which clients have open spans. Guarded by the lock of <see cref="OpenTraces"/>.</summary>
/// <param name="id">MLflow's text of the trace id.</param>
/// <param name="started">When it was opened, as a timestamp of the clock.</param>
internal sealed class OpenTrace(string id, long started)
{
    // By span id, each with its place in the order of starts; made with the first child. Bounded over all traces by TraceBufferSettings.MaxSpans.
    private Dictionary<string, (MlflowSpan Span, long Place)>? _children;
    private long _starts;

    public string Id { get; } = id;

    public long Started { get; set; } = started;

    /// <summary>The span that <see cref="MlflowClient.StartTrace"/> made; null where a client only adds to a trace of somebody else.</summary>
    public MlflowSpan? Root { get; set; }

    public int Count => (Root is null ? 0 : 1) + (_children?.Count ?? 0);

    public MlflowSpan? Find(string spanId)
    {
        var span = Root is { } root && root.SpanId == spanId ? root
            : _children is not null && _children.TryGetValue(spanId, out var child) ? child.Span
            : null;
        return IsOpen(span) ? span : null;
    }

    public void AddChild(MlflowSpan span) => (_children ??= new(StringComparer.Ordinal))[span.SpanId] = (span, _starts++);

    public MlflowSpan? TakeChild(string spanId) => _children is not null && _children.Remove(spanId, out var child) ? child.Span : null;

    public bool RemoveChild(string spanId) => _children is not null && _children.Remove(spanId);

    /// <summary>Removes the spans whose activity has stopped; how many those were.</summary>
    public int RemoveEnded()
    {
        var before = Count;
        Root = IsOpen(Root) ? Root : null;
        foreach (var (spanId, _) in _children?.Where(static c => !IsOpen(c.Value.Span)).ToList() ?? [])
        {
            RemoveChild(spanId);
        }

        return before - Count;
    }

    /// <summary>What is open below the root, the newest first: a span starts after its parent, so children come before their parents.</summary>
    public IReadOnlyList<MlflowSpan> Children() =>
        _children is { Count: > 0 } ? [.. _children.Values.OrderByDescending(static s => s.Place).Select(static s => s.Span)] : [];

    private static bool IsOpen(MlflowSpan? span) => span?.Activity is { IsStopped: false };
}
