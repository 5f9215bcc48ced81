namespace OtelBridge.Chaos.Faults;

/// <summary>Something that breaks around a server.</summary>
internal abstract class ChaosScenario
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a line.</summary>
    public abstract string What { get; }

    /// <summary>What this machine lacks for it; null when nothing.</summary>
    public virtual string? Lacking() => null;

    /// <summary>Breaks something for so long, and notes whatever is not as it should be.</summary>
    public abstract Task RunAsync(ChaosNotes notes, TimeSpan length);
}
