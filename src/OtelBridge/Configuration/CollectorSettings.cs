using OpenTelemetry.Exporter;

namespace OtelBridge.Configuration;

/// <summary>Where a collector is and how to speak to it: the values of the standard OTLP variables.</summary>
/// <param name="Endpoint">The address, complete with its path for HTTP.</param>
/// <param name="Protocol">The wire.</param>
/// <param name="Headers">Headers as <c>key=value,key=value</c>. A secret.</param>
/// <param name="Timeout">Longest request.</param>
/// <param name="Compression">Compression of requests.</param>
internal sealed record CollectorSettings(
    Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, TimeSpan Timeout, OtlpExportCompression Compression)
{
    // OTLP asks exporters to say who they are; a header of that name in the settings wins.
    private static readonly string UserAgent = $"user-agent=OtelBridge/{typeof(CollectorSettings).Assembly.GetName().Version?.ToString(3)}";

    public TlsSettings Tls { get; init; } = new();

    /// <summary>The headers, decoded; of a name that comes twice, the last.</summary>
    public IEnumerable<KeyValuePair<string, string>> HeaderPairs() =>
        from pair in $"{UserAgent},{Headers}".Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let at = pair.IndexOf('=', StringComparison.Ordinal)
        where at > 0
        group Uri.UnescapeDataString(pair[(at + 1)..]).Trim() by Uri.UnescapeDataString(pair[..at]).Trim().ToLowerInvariant() into values
        select new KeyValuePair<string, string>(values.Key, values.Last());

    /// <summary>Headers are secrets, so the record does not print itself.</summary>
    public override string ToString() => $"{Protocol} {Diagnostics.Redaction.Endpoint(Endpoint)}";
}
