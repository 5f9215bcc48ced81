using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace OtelBridge.Tests;

/// <summary>What the event source of OtelBridge says during a test.</summary>
internal sealed class Events : EventListener
{
    private readonly ConcurrentQueue<EventWrittenEventArgs> _events = new();

    public IReadOnlyList<EventWrittenEventArgs> All => [.. _events];

    public IEnumerable<string> Texts(string name) =>
        All.Where(e => e.EventName == name).Select(e => string.Join('|', e.Payload ?? new System.Collections.ObjectModel.ReadOnlyCollection<object?>([])));

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OtelBridge")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    // The base constructor may call before the field is set.
    protected override void OnEventWritten(EventWrittenEventArgs eventData) => _events?.Enqueue(eventData);
}
