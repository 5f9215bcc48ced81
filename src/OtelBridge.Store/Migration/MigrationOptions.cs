namespace OtelBridge.Store.Migration;

/// <summary>How a migration goes about its work, and whom it tells.</summary>
public sealed class MigrationOptions
{
    /// <summary>Gets how long a store that is away is waited for.</summary>
    /// <value>The default is two minutes.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets what is told a line for people.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>Gets what is told how far a walk has come: what is done, how many traces it has been through, and how many there were when it began.</summary>
    public Action<string, long, long> Progress { get; init; } = static (_, _, _) => { };

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
