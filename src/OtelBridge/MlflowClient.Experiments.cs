using OtelBridge.Client;
using OtelBridge.Entities;

namespace OtelBridge;

/// <content>Experiments.</content>
public sealed partial class MlflowClient
{
    /// <summary>Makes an experiment.</summary>
    /// <param name="name">1 to 500 characters; no other experiment, also no deleted one, has it.</param>
    /// <param name="tags">Tags.</param>
    /// <param name="artifactLocation">Where its artifacts lie; the server chooses when absent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The id.</returns>
    /// <exception cref="MlflowException">RESOURCE_ALREADY_EXISTS when the name is taken.</exception>
    public Task<string> CreateExperimentAsync(
        string name, IReadOnlyDictionary<string, string>? tags = null, string? artifactLocation = null, CancellationToken cancellationToken = default) =>
        _transport.CreateExperimentAsync(Required.Text(name, nameof(name)), tags, artifactLocation, cancellationToken);

    /// <summary>Gets an experiment, also a deleted one.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is none.</exception>
    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        _transport.GetExperimentAsync(Required.Text(experimentId, nameof(experimentId)), cancellationToken);

    /// <summary>Gets an experiment by its name, also a deleted one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null when no experiment has the name.</returns>
    public Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetExperimentByNameAsync(Required.Text(name, nameof(name)), cancellationToken);

    /// <summary>Finds experiments, page by page.</summary>
    /// <param name="filter">On <c>name</c>, <c>creation_time</c>, <c>last_update_time</c> and tags, such as <c>name LIKE 'support%'</c>.</param>
    /// <param name="orderBy">Keys with <c>ASC</c> or <c>DESC</c>; newest first when absent.</param>
    /// <param name="maxResults">Most experiments of the page.</param>
    /// <param name="view">Which ones by their state.</param>
    /// <param name="pageToken">Of the page before; null for the first one.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE for a filter that cannot be read.</exception>
    public Task<PagedList<Experiment>> SearchExperimentsAsync(
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int maxResults = 1000,
        ViewType view = ViewType.ActiveOnly,
        string? pageToken = null,
        CancellationToken cancellationToken = default)
    {
        Required.Positive(maxResults, nameof(maxResults));
        return _transport.SearchExperimentsAsync(filter, orderBy, maxResults, view, pageToken, cancellationToken);
    }

    /// <summary>Gives an experiment another name.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="newName">The name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such experiment; RESOURCE_ALREADY_EXISTS when the name is taken.</exception>
    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken = default) =>
        _transport.RenameExperimentAsync(Required.Text(experimentId, nameof(experimentId)), Required.Text(newName, nameof(newName)), cancellationToken);

    /// <summary>Marks an experiment as deleted; nothing of it is removed.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is none.</exception>
    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        _transport.DeleteExperimentAsync(Required.Text(experimentId, nameof(experimentId)), cancellationToken);

    /// <summary>Takes back the deletion of an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is none.</exception>
    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        _transport.RestoreExperimentAsync(Required.Text(experimentId, nameof(experimentId)), cancellationToken);

    /// <summary>Sets a tag of an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="key">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such experiment.</exception>
    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default) =>
        _transport.SetExperimentTagAsync(
            Required.Text(experimentId, nameof(experimentId)), Required.Text(key, nameof(key)), Required.NotNull(value, nameof(value)), cancellationToken);

    /// <summary>Deletes a tag of an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="key">The tag.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such experiment or tag.</exception>
    public Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken = default) =>
        _transport.DeleteExperimentTagAsync(Required.Text(experimentId, nameof(experimentId)), Required.Text(key, nameof(key)), cancellationToken);
}
