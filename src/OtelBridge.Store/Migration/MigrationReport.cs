using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>What a migration has done, and what the comparison of both stores has found. Thread-safe while it runs.</summary>
public sealed class MigrationReport
{
    /// <summary>How many ids a list holds; the rest is counted.</summary>
    public const int MostNamed = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (StoreChecksum Source, StoreChecksum Target)> _experiments = new(StringComparer.Ordinal); // bounded by the experiments of the source
    private readonly Dictionary<MigrationFinding, (long Count, List<string> Named)> _findings = []; // bounded by the kinds, and MostNamed

    /// <summary>Gets how many traces were copied, each as often as it was.</summary>
    public long Copied { get; private set; }

    /// <summary>Gets the number of experiments of the source.</summary>
    public long Experiments { get; private set; }

    /// <summary>Gets the number of runs of the source.</summary>
    public long Runs { get; private set; }

    /// <summary>Gets the sums of both stores for each experiment that has traces.</summary>
    public IReadOnlyDictionary<string, (StoreChecksum Source, StoreChecksum Target)> Sums => _experiments;

    /// <summary>Gets whether the target has everything that the source has.</summary>
    public bool IsWhole => _findings.Keys.All(static finding => finding is MigrationFinding.OnlyAtTarget or MigrationFinding.GoesOnAtTarget or MigrationFinding.DeletedMeanwhile)
        && _experiments.Values.All(static sums => sums.Source.Sum == sums.Target.Sum && sums.Source.Traces == sums.Target.Traces && sums.Source.Spans == sums.Target.Spans);

    /// <summary>Gives how many there are of a kind, and the first of them.</summary>
    public (long Count, IReadOnlyList<string> Named) Of(MigrationFinding kind)
    {
        lock (_lock)
        {
            return _findings.TryGetValue(kind, out var found) ? (found.Count, [.. found.Named]) : (0, []);
        }
    }

    internal void AddCopied(long traces)
    {
        lock (_lock)
        {
            Copied += traces;
        }
    }

    internal void Add(MigrationFinding kind, string what)
    {
        lock (_lock)
        {
            var (count, named) = _findings.TryGetValue(kind, out var found) ? found : (0, []);
            if (named.Count < MostNamed && !named.Contains(what))
            {
                named.Add(what);
            }

            _findings[kind] = (count + 1, named);
        }
    }

    internal void AddExperiment(Experiment experiment, bool isSame)
    {
        Experiments++;
        if (!isSame)
        {
            Add(MigrationFinding.ExperimentDiffers, $"{experiment.ExperimentId} '{experiment.Name}'");
        }
    }

    internal void AddRun(Run run, bool isSame)
    {
        Runs++;
        if (!isSame)
        {
            Add(MigrationFinding.RunDiffers, run.RunId);
        }
    }

    internal void AddTrace(TraceInfo source, byte[] sourceFingerprint, TraceInfo? target, byte[]? targetFingerprint)
    {
        lock (_lock)
        {
            Sum(source.ExperimentId).Source.Add(source, sourceFingerprint);
            if (target is not null)
            {
                Sum(target.ExperimentId).Target.Add(target, targetFingerprint);
            }
        }
    }

    private (StoreChecksum Source, StoreChecksum Target) Sum(string experimentId)
    {
        if (!_experiments.TryGetValue(experimentId, out var sums))
        {
            _experiments[experimentId] = sums = (new StoreChecksum(), new StoreChecksum());
        }

        return sums;
    }
}
