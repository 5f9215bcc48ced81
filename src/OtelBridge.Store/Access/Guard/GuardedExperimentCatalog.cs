using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>The experiments that the caller sees.</summary>
/// <param name="experiments">All of them.</param>
/// <param name="guard">What the caller may.</param>
/// <param name="onCreated">Gives an experiment to the person who has made it.</param>
internal sealed class GuardedExperimentCatalog(IExperimentCatalog experiments, ExperimentGuard guard, Func<string, string, CancellationToken, Task> onCreated) : IExperimentCatalog
{
    /// <exception cref="AccessDeniedException">The caller is held to experiments that exist.</exception>
    public async Task<string?> CreateAsync(CreateExperimentRequest experiment, CancellationToken cancellationToken)
    {
        var caller = guard.Caller;
        if (!caller.MayCreate)
        {
            throw new AccessDeniedException($"{caller.Name} may not make experiments. Ask somebody who administers this server.");
        }

        var id = await experiments.CreateAsync(experiment, cancellationToken).ConfigureAwait(false);
        if (id is not null && caller is { PersonName: { } person, IsAdmin: false })
        {
            await onCreated(person, id, cancellationToken).ConfigureAwait(false);
        }

        return id;
    }

    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public Task ImportAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        guard.RequireAdmin();
        return experiments.ImportAsync(experiment, cancellationToken);
    }

    public Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken) =>
        guard.Caller.Sees(experimentId) ? experiments.FindAsync(experimentId, cancellationToken) : Task.FromResult<Experiment?>(null);

    public async Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        await experiments.FindByNameAsync(name, cancellationToken).ConfigureAwait(false) is { } experiment && guard.Caller.Sees(experiment.ExperimentId) ? experiment : null;

    public async Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, CancellationToken cancellationToken)
    {
        if (guard.SeesAll)
        {
            return await experiments.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        }

        // Pages of the store are taken whole, so that its token tells where the next one begins: one of ours may be shorter. Those with nothing but others are passed over.
        var next = query.Clone();
        while (true)
        {
            var page = await experiments.SearchAsync(next, cancellationToken).ConfigureAwait(false);
            List<Experiment> seen = [.. page.Items.Where(experiment => guard.Caller.Sees(experiment.ExperimentId))];
            if (seen.Count > 0 || page.NextPageToken.Length == 0)
            {
                return new Page<Experiment>(seen, page.NextPageToken);
            }

            next.PageToken = page.NextPageToken;
        }
    }

    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Edit, experimentId);
        return experiments.RenameAsync(experimentId, newName, cancellationToken);
    }

    public Task SetLifecycleAsync(string experimentId, LifecycleStage stage, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Manage, experimentId);
        return experiments.SetLifecycleAsync(experimentId, stage, cancellationToken);
    }

    public Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Edit, experimentId);
        return experiments.SetTagAsync(experimentId, key, value, cancellationToken);
    }

    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Edit, experimentId);
        return experiments.DeleteTagAsync(experimentId, key, cancellationToken);
    }
}
