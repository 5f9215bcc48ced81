using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The experiments that traces belong to. The experiment "0", named Default, always exists.</summary>
public interface IExperimentCatalog
{
    /// <summary>Makes an experiment and returns its id, durable.</summary>
    /// <returns>Null when an experiment, also a deleted one, has that name.</returns>
    Task<string?> CreateAsync(string name, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Finds an experiment by id; null when there is none.</summary>
    Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken);

    /// <summary>Finds an experiment by its exact name, deleted ones too; null when there is none.</summary>
    Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a page of experiments, newest first.</summary>
    Task<Page<Experiment>> SearchAsync(int maxResults, string pageToken, bool includeDeleted, CancellationToken cancellationToken);
}
