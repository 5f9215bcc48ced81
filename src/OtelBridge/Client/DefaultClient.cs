using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Client;

/// <summary>The client behind <see cref="Mlflow"/>: it asks the server that the running tracing sends to.</summary>
internal static class DefaultClient
{
    private static readonly Lock Gate = new();
    private static MlflowClient? _client;
    private static TrackingSettings? _settings;

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the address in the environment cannot be used.</exception>
    public static MlflowClient Get()
    {
        var settings = RunningExporters.Tracking;
        lock (Gate)
        {
            if (_client is null || !Equals(_settings, settings))
            {
                // The one before is not disposed, since it may be in use; its connections close when they are idle.
                _client = new MlflowClient();
                _settings = settings;
            }

            return _client;
        }
    }
}
