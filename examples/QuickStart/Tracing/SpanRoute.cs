using Microsoft.Extensions.Configuration;
using OtelBridge;

namespace QuickStart.Tracing;

/// <summary>Where the spans of this run will go, so that the program knows whether it has to bring a store.</summary>
/// <param name="Collector">The collector that gets them, if one does.</param>
/// <param name="ToStore">Whether a store gets them.</param>
/// <param name="NamedStore">The store that the user named, if any.</param>
/// <param name="Warning">What was named and cannot be used, or null.</param>
/// <remarks>The SDK decides by the same settings itself (see <see cref="ExportMode"/>); most programs need not know the outcome.</remarks>
internal sealed record SpanRoute(Uri? Collector, bool ToStore, Uri? NamedStore, string? Warning)
{
    private const string TrackingUriVariable = "MLFLOW_TRACKING_URI";

    private static readonly Uri DefaultCollector = new("http://localhost:4317");

    public bool NeedsEmbeddedStore => ToStore && NamedStore is null;

    public static SpanRoute Read(IConfiguration configuration)
    {
        var collector = Address(configuration, "Mlflow:CollectorEndpoint", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
        var (toCollector, toStore) = Mode(configuration) switch
        {
            ExportMode.Collector => (true, false),
            ExportMode.Store => (false, true),
            ExportMode.Both => (true, true),
            ExportMode.None => (false, false),
            _ when collector is null || Is(false, configuration, "Mlflow:EnableOtlpExporter", "MLFLOW_ENABLE_OTLP_EXPORTER") => (false, true),
            _ => (true, Is(true, configuration, "Mlflow:EnableDualExport", "MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT")),
        };
        var store = First(configuration, "Mlflow:TrackingUri", TrackingUriVariable);
        var isUsable = Uri.TryCreate(store, UriKind.Absolute, out var address) && address.Scheme is "grpc" or "grpcs";
        return new SpanRoute(
            toCollector ? collector ?? DefaultCollector : null,
            toStore,
            isUsable ? address : null,
            isUsable || store is null ? null : $"{TrackingUriVariable} names no store that can be used here (write grpc://HOST:PORT); it is passed over.");
    }

    private static ExportMode Mode(IConfiguration configuration) =>
        Enum.TryParse<ExportMode>(configuration["Mlflow:Export"], ignoreCase: true, out var mode) ? mode : ExportMode.Auto;

    private static Uri? Address(IConfiguration configuration, params string[] keys) =>
        Uri.TryCreate(First(configuration, keys), UriKind.Absolute, out var address) ? address : null;

    private static bool Is(bool value, IConfiguration configuration, params string[] keys) =>
        First(configuration, keys) is { } text && (text.Equals(value ? "true" : "false", StringComparison.OrdinalIgnoreCase) || text == (value ? "1" : "0"));

    private static string? First(IConfiguration configuration, params string[] keys) =>
        keys.Select(key => configuration[key]).FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text));
}
