using Microsoft.Extensions.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;

namespace Traces;

/// <summary>Where the traces of a program go: to the server that <c>MLFLOW_TRACKING_URI</c> names, or else to a store that the program carries with it.</summary>
public sealed class TraceHome : IAsyncDisposable
{
    private const string TrackingUriVariable = "MLFLOW_TRACKING_URI";

    private readonly EmbeddedStore? _embedded;

    private TraceHome(string trackingUri, EmbeddedStore? embedded)
    {
        TrackingUri = trackingUri;
        _embedded = embedded;
    }

    /// <summary>Gets the address for <see cref="OtelBridge.MlflowTracingOptions.TrackingUri"/>.</summary>
    public string TrackingUri { get; }

    /// <summary>Finds the server that is named, or starts the store.</summary>
    /// <param name="configuration">Where the variable is looked for.</param>
    /// <param name="fileName">The file in the user's data folder that keeps the traces: <c>agents.db</c>.</param>
    /// <exception cref="StoreException">There is no place for the file.</exception>
    /// <exception cref="ListenException">There is no port to listen on.</exception>
    public static async Task<TraceHome> OpenAsync(IConfiguration configuration, string fileName)
    {
        if (configuration[TrackingUriVariable] is { Length: > 0 } named)
        {
            return new TraceHome(named, embedded: null);
        }

        var embedded = await EmbeddedStore.StartAsync(fileName, Collector(configuration));
        return new TraceHome(embedded.TrackingUri.ToString(), embedded);
    }

    /// <summary>Says where the traces go.</summary>
    public void Describe(TextWriter screen)
    {
        screen.WriteLine($"traces   {_embedded?.Store ?? TrackingUri}");
        foreach (var note in _embedded?.Notes ?? [])
        {
            screen.WriteLine($"         {note}");
        }
    }

    /// <summary>Says how a trace is looked at again.</summary>
    public void DescribeLater(TextWriter screen, string traceId)
    {
        var place = _embedded is null ? $"--server {TrackingUri}" : $"--store \"{_embedded.Store}\"";
        screen.WriteLine($"again    dotnet run --project src/OtelBridge.Server -- get {traceId} {place}");
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Uri? Collector(IConfiguration configuration) =>
        Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var address) ? address : null;
}
