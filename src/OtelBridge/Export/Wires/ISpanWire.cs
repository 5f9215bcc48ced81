using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>How one request with spans reaches one kind of destination. Thread-safe; repeats nothing.</summary>
internal interface ISpanWire : IDisposable
{
    /// <summary>Sends one request.</summary>
    /// <param name="parcel">The request. Its bytes belong to the call until the task ends.</param>
    /// <param name="abort">Ends the call.</param>
    /// <returns>What the receiver refused of it; null when nothing.</returns>
    /// <exception cref="SendException">The request failed, and what that means. Nothing else is thrown but cancellation by <paramref name="abort"/>.</exception>
    Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort);
}
