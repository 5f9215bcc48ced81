namespace OtelBridge.Store.Backup;

/// <summary>How much is in a store, deleted experiments and runs included.</summary>
/// <param name="Experiments">Experiments.</param>
/// <param name="Runs">Runs.</param>
/// <param name="Traces">Traces.</param>
/// <param name="Spans">Spans.</param>
public sealed record BackupContents(long Experiments, long Runs, long Traces, long Spans)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Experiments:N0} experiments, {Runs:N0} runs, {Traces:N0} traces of {Spans:N0} spans");
}
