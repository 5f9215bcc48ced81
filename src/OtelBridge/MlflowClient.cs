using OtelBridge.Client.Transport;

namespace OtelBridge;

/// <summary>The low-level client: traces and spans under explicit control, and everything that a tracking server can be asked.</summary>
/// <remarks>
/// Thread-safe. Spans that it starts never become <see cref="System.Diagnostics.Activity.Current"/>. What asks the server is asynchronous and throws
/// <see cref="MlflowException"/>; what traces never throws for a fault of ours.
/// </remarks>
public sealed partial class MlflowClient : IDisposable
{
    private readonly ITrackingTransport _transport;

    internal MlflowClient(ITrackingTransport transport) => _transport = transport;

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
