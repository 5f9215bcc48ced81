namespace OtelBridge.Store.Backup;

/// <summary>How a backup is made or restored, and whom that tells.</summary>
public sealed class BackupOptions
{
    /// <summary>Gets what is told how far it has come: what is done, where it is, and where that ends; the numbers are its own, the end 0 where it is not known.</summary>
    public Action<string, long, long> Progress { get; init; } = static (_, _, _) => { };

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
