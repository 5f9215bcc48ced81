namespace OtelBridge.Configuration;

/// <summary>Where what cannot be delivered waits, and how much of it.</summary>
internal sealed record SpoolSettings
{
    /// <summary>The folder of all spools; each destination has one of its own below it.</summary>
    public required string Path { get; init; }

    /// <summary>Most bytes of one destination on disk, of all processes that share the folder.</summary>
    public long MaxBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>How long a parcel may wait.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(3);
}
