using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The runs of experiments. Every change is durable when its task completes.</summary>
public interface IRunCatalog
{
    /// <summary>Makes a run under a new id.</summary>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    /// <exception cref="RefusedChangeException">The experiment is deleted.</exception>
    Task<Run> CreateAsync(CreateRunRequest run, CancellationToken cancellationToken);

    /// <summary>Makes a run of another store exactly as it is there: its id, times, stage, params and tags; in place of the one that has the id.</summary>
    /// <param name="run">The run; its metrics, which are only the latest values, are not read.</param>
    /// <param name="metrics">Values to add to the history of its metrics; those that are there stay.</param>
    /// <param name="cancellationToken">Takes it back while it waits.</param>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    Task ImportAsync(Run run, IReadOnlyList<Metric> metrics, CancellationToken cancellationToken);

    /// <summary>Reads a run with its params, latest metrics and tags.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    Task<Run> GetAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Says which experiment a run belongs to, and reads nothing else of it.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    Task<string> GetExperimentIdAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Changes status, end and name.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    /// <exception cref="RefusedChangeException">The run is deleted.</exception>
    Task<Run> UpdateAsync(UpdateRunRequest run, CancellationToken cancellationToken);

    /// <summary>Marks a run as deleted, or takes that back.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    Task SetLifecycleAsync(string runId, LifecycleStage stage, CancellationToken cancellationToken);

    /// <summary>Reads a page of runs, the latest start first unless ordered otherwise.</summary>
    /// <param name="query">What to list; <see cref="SearchRunsRequest.MaxResults"/> is at least 1. No experiment has no runs.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<Run>> SearchAsync(SearchRunsRequest query, CancellationToken cancellationToken);

    /// <summary>Adds params, metrics and tags, all or none.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    /// <exception cref="RefusedChangeException">A param has another value already, or the run is deleted.</exception>
    Task LogAsync(LogRunBatchRequest batch, CancellationToken cancellationToken);

    /// <summary>Removes a tag.</summary>
    /// <exception cref="NotStoredException">There is no such run, or it has no such tag.</exception>
    /// <exception cref="RefusedChangeException">The run is deleted.</exception>
    Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken);

    /// <summary>Reads a page of the values of a metric, oldest first; none when the metric was never logged.</summary>
    /// <param name="query">What to read; <see cref="GetMetricHistoryRequest.MaxResults"/> is at least 1.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    /// <exception cref="InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<Metric>> GetMetricHistoryAsync(GetMetricHistoryRequest query, CancellationToken cancellationToken);
}
