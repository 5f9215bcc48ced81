using OtelBridge.Client;
using OtelBridge.Client.Transport;
using OtelBridge.Configuration;

namespace OtelBridge;

/// <summary>The low-level client: traces and spans under explicit control, and everything that a tracking server can be asked.</summary>
/// <remarks>
/// Thread-safe. Spans that it starts never become <see cref="System.Diagnostics.Activity.Current"/>. What asks the server is asynchronous and throws
/// <see cref="MlflowException"/>; what traces never throws for a fault of ours.
/// </remarks>
public sealed partial class MlflowClient : IDisposable
{
    private readonly ITrackingTransport _transport;
    private readonly TrackingSettings _settings;
    private readonly TimeProvider _time;

    /// <summary>Makes a client; nothing is connected before the first question.</summary>
    /// <param name="trackingUri">
    /// <c>grpc://host:port</c> or <c>grpcs://host:port</c> for an OtelBridge store, <c>http://host:port</c> or <c>https://host:port</c> for an MLflow server.
    /// When absent: the address of the running tracing, then <c>MLFLOW_TRACKING_URI</c>, then <c>grpc://localhost:4317</c>.
    /// </param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the address has another form.</exception>
    public MlflowClient(string? trackingUri = null)
        : this(new MlflowClientOptions { TrackingUri = trackingUri })
    {
    }

    /// <summary>Makes a client; nothing is connected before the first question.</summary>
    /// <param name="options">Settings; copied here, later changes have no effect.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a setting cannot be used.</exception>
    public MlflowClient(MlflowClientOptions options)
        : this(options, host: null)
    {
    }

    internal MlflowClient(MlflowClientOptions options, TrackingSettings? host)
    {
        ArgumentNullException.ThrowIfNull(options);
        _settings = ClientSettings.Resolve(options, host);
        _time = options.TimeProvider ?? TimeProvider.System;
        _transport = ClientSettings.Connect(_settings, options);
    }

    internal MlflowClient(ITrackingTransport transport, TrackingSettings? settings = null, TimeProvider? time = null)
    {
        _transport = transport;
        _settings = settings ?? new TrackingSettings();
        _time = time ?? TimeProvider.System;
    }

    internal ITrackingTransport Transport => _transport;

    internal TrackingSettings Settings => _settings;

    /// <summary>Gets the address of the tracking server, without secrets.</summary>
    public Uri TrackingAddress => _settings.Address.Uri;

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
