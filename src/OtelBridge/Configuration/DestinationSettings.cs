using OtelBridge.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Export.Writing;

namespace OtelBridge.Configuration;

/// <summary>Everything about one destination of spans, decided.</summary>
internal sealed record DestinationSettings
{
    /// <summary>Name in ledgers, events and metrics, and of the folder of its spool.</summary>
    public required string Name { get; init; }

    public required ExportDestinationKind Kind { get; init; }

    /// <summary>How a collector is reached; set for <see cref="ExportDestinationKind.Collector"/>.</summary>
    public CollectorSettings? Collector { get; init; }

    /// <summary>How a tracking server is reached; set for <see cref="ExportDestinationKind.Store"/> and <see cref="ExportDestinationKind.Mlflow"/>.</summary>
    public StoreSettings? Store { get; init; }

    /// <summary>The file of <see cref="ExportDestinationKind.File"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The vocabularies that attributes are written in.</summary>
    public required SpanDialects Dialects { get; init; }

    /// <summary>The most of a span that it gets.</summary>
    public SpanTrim Limits { get; init; } = SpanTrim.None;

    /// <summary>Whether messages, arguments and results are translated into other dialects than MLflow's.</summary>
    public bool CapturesContent { get; init; } = true;

    /// <summary>Which spans it gets; null for all.</summary>
    public SpanFilterSettings? Filter { get; init; }

    /// <summary>Which traces it gets; null for all.</summary>
    public SamplingSettings? Sampling { get; init; }

    /// <summary>What nobody there may see; null for nothing.</summary>
    public MaskSettings? Masks { get; init; }

    public required DeliverySettings Delivery { get; init; }

    /// <summary>Where waits on disk what cannot be delivered; null for nowhere.</summary>
    public SpoolSettings? Spool { get; init; }

    /// <summary>Whether it knows experiments.</summary>
    public bool IsTracking => Kind is ExportDestinationKind.Store or ExportDestinationKind.Mlflow;

    /// <summary>Where it is, as it may be shown.</summary>
    public string Endpoint => (Collector?.Endpoint ?? Store?.Address) is { } address ? Redaction.Endpoint(address) : Path ?? "console";
}
