namespace OtelBridge.Server.Zipkin;

/// <summary>What the intake of Zipkin's spans counts since the start, under the names that Zipkin's dashboards ask for.</summary>
internal sealed class ZipkinCounters
{
    private long _messages;
    private long _droppedMessages;
    private long _bytes;
    private long _spans;
    private long _droppedSpans;

    /// <summary>Names without what surrounds them on each page, and values.</summary>
    public IReadOnlyList<(string Name, long Value)> All =>
    [
        ("messages", Volatile.Read(ref _messages)),
        ("messages_dropped", Volatile.Read(ref _droppedMessages)),
        ("bytes", Volatile.Read(ref _bytes)),
        ("spans", Volatile.Read(ref _spans)),
        ("spans_dropped", Volatile.Read(ref _droppedSpans)),
    ];

    public void AddMessage() => Interlocked.Increment(ref _messages);

    public void AddDroppedMessage() => Interlocked.Increment(ref _droppedMessages);

    public void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void AddSpans(long spans) => Interlocked.Add(ref _spans, spans);

    public void AddDroppedSpans(long spans) => Interlocked.Add(ref _droppedSpans, spans);
}
