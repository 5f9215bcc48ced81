using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>The settings of <see cref="SamplingOptions"/>, decided.</summary>
internal sealed record SamplingSettings
{
    public double Ratio { get; init; } = 1;

    public bool KeepErrors { get; init; }

    public TimeSpan? KeepSlowerThan { get; init; }

    public long? KeepMoreTokensThan { get; init; }

    public double? KeepCostlierThan { get; init; }

    public int MaxHeldSpans { get; init; } = 8 * 1024;

    public long MaxHeldBytes { get; init; } = 32L * 1024 * 1024;

    public TimeSpan MaxHoldTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether what is in a trace decides, so that its spans must wait for its end.</summary>
    public bool HasRules => KeepErrors || KeepSlowerThan is not null || KeepMoreTokensThan is not null || KeepCostlierThan is not null;
}
