using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The experiments that traces and runs belong to. The experiment "0", named Default, always exists. Every change is durable when its task completes.</summary>
public interface IExperimentCatalog
{
    /// <summary>Makes an experiment and returns its id.</summary>
    /// <returns>Null when an experiment, also a deleted one, has that name.</returns>
    Task<string?> CreateAsync(CreateExperimentRequest experiment, CancellationToken cancellationToken);

    /// <summary>Makes an experiment whose artifacts lie where they do by default.</summary>
    /// <returns>Null when an experiment, also a deleted one, has that name.</returns>
    Task<string?> CreateAsync(string name, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var experiment = new CreateExperimentRequest { Name = name };
        experiment.Tags.Add(new Dictionary<string, string>(tags));
        return CreateAsync(experiment, cancellationToken);
    }

    /// <summary>Makes an experiment of another store exactly as it is there: its id, times, stage and tags; in place of the one that has the id.</summary>
    /// <exception cref="AlreadyStoredException">An experiment of another id has that name.</exception>
    Task ImportAsync(Experiment experiment, CancellationToken cancellationToken);

    /// <summary>Finds an experiment by id; null when there is none.</summary>
    Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken);

    /// <summary>Finds an experiment by its exact name, deleted ones too; null when there is none.</summary>
    Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a page of experiments, newest first unless ordered otherwise.</summary>
    /// <param name="query">What to list; <see cref="SearchExperimentsRequest.MaxResults"/> is at least 1.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, CancellationToken cancellationToken);

    /// <summary>Gives an experiment another name.</summary>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    /// <exception cref="RefusedChangeException">It is deleted.</exception>
    /// <exception cref="AlreadyStoredException">Another experiment, perhaps a deleted one, has that name.</exception>
    Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken);

    /// <summary>Marks an experiment as deleted, or takes that back. Its traces and runs stay.</summary>
    /// <exception cref="NotStoredException">There is no such experiment, or it is marked so already.</exception>
    Task SetLifecycleAsync(string experimentId, LifecycleStage stage, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    /// <exception cref="RefusedChangeException">It is deleted.</exception>
    Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken);

    /// <summary>Removes a tag.</summary>
    /// <exception cref="NotStoredException">There is no such experiment, or it has no such tag.</exception>
    /// <exception cref="RefusedChangeException">It is deleted.</exception>
    Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken);
}
