using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>Every fault of the tracing itself, beside those of addresses.</summary>
internal static class TracingFaults
{
    public static readonly FindingKind NotStarted = new("not-started", "tracing", FindingOutcome.Error);
    public static readonly FindingKind Disabled = new("disabled", "tracing", FindingOutcome.Warning);
    public static readonly FindingKind NoDestination = new("no-destination", "tracing", FindingOutcome.Warning);
    public static readonly FindingKind SettingIgnored = new("setting-ignored", "settings", FindingOutcome.Warning);
    public static readonly FindingKind SamplingZero = new("sampling-zero", "sampling", FindingOutcome.Warning);
    public static readonly FindingKind SourceMissing = new("source-missing", "sources", FindingOutcome.Warning);
    public static readonly FindingKind SourceNotAdded = new("source-not-added", "sources", FindingOutcome.Warning);
    public static readonly FindingKind SeveralProviders = new("several-providers", "provider", FindingOutcome.Warning);
    public static readonly FindingKind ServiceUnnamed = new("service-unnamed", "service", FindingOutcome.Warning);
    public static readonly FindingKind FolderUnwritable = new("folder-unwritable", "folder", FindingOutcome.Error);
    public static readonly FindingKind SpoolSpace = new("spool-space", "spool", FindingOutcome.Warning);
    public static readonly FindingKind SpoolFilling = new("spool-filling", "spool", FindingOutcome.Warning);
    public static readonly FindingKind SpansDropped = new("spans-dropped", "delivery", FindingOutcome.Warning);
    public static readonly FindingKind OutOfOrder = new("out-of-order", "delivery", FindingOutcome.Error);

    public static IReadOnlyList<FindingKind> All { get; } =
    [
        NotStarted, Disabled, NoDestination, SettingIgnored, SamplingZero, SourceMissing, SourceNotAdded, SeveralProviders, ServiceUnnamed,
        FolderUnwritable, SpoolSpace, SpoolFilling, SpansDropped, OutOfOrder,
    ];

    /// <summary>A finding of a fault.</summary>
    public static Finding At(this FindingKind kind, string subject, string seen, string remedy) => new(subject, kind.Check, kind.Outcome, kind.Code, seen, remedy);

    /// <summary>A finding of what is as it should be.</summary>
    public static Finding Ok(string subject, string check, string seen) => new(subject, check, FindingOutcome.Ok, null, seen, null);
}
