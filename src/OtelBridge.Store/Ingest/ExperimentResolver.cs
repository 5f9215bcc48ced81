using System.Collections.Concurrent;
using System.Globalization;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Ingest;

/// <summary>Tells whether an experiment exists, asking the store once for each.</summary>
/// <remarks>Experiments are never removed, only marked as deleted, so what was seen once stays true. MLflow takes spans for deleted ones too.</remarks>
internal sealed class ExperimentResolver(IExperimentCatalog experiments)
{
    /// <summary>The experiment Default.</summary>
    public const long Default = 0;

    // Bounded by the number of experiments: only ids that exist are kept.
    private readonly ConcurrentDictionary<long, bool> _known = new();

    /// <summary>Reads an experiment id; null when there is no such experiment, or the text is no id at all.</summary>
    public async ValueTask<long?> FindAsync(string experimentId, CancellationToken cancellationToken)
    {
        if (!long.TryParse(experimentId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        if (_known.ContainsKey(id))
        {
            return id;
        }

        if (await experiments.FindAsync(experimentId, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        _known[id] = true;
        return id;
    }
}
