using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>What the caller of the moment may do with which experiment. What is hidden from them is not there: it is told in the words for what is not stored.</summary>
internal sealed class ExperimentGuard(CurrentCaller current, ITraceStore store)
{
    // No experiment has it: what is asked of it alone finds nothing.
    private static readonly IReadOnlyList<string> NoExperiment = [long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    private const int ExperimentsAtOnce = 1000;

    public Caller Caller => current.Value;

    public bool SeesAll => Caller.SeesAll;

    public bool Sees(TraceInfo trace) => Caller.Sees(trace.ExperimentId);

    /// <exception cref="NotStoredException">The caller does not see the experiment.</exception>
    /// <exception cref="AccessDeniedException">They see it, and may not do this with it.</exception>
    public void Require(AccessLevel permission, string experimentId)
    {
        if (!Caller.Sees(experimentId))
        {
            throw SqlExperiments.NotStored(experimentId);
        }

        RequireOfVisible(permission, experimentId);
    }

    /// <summary>Requires a permission for the experiment of a trace.</summary>
    /// <exception cref="NotStoredException">There is no such trace, or the caller does not see it.</exception>
    /// <exception cref="AccessDeniedException">They see it, and may not do this with it.</exception>
    public async Task RequireAsync(AccessLevel permission, string traceId, CancellationToken cancellationToken)
    {
        if (!Caller.IsAdmin)
        {
            var trace = await store.Reader.FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false);
            RequireOfVisible(permission, trace is not null && Sees(trace) ? trace.ExperimentId : throw SqlTraceFacts.NotStored(traceId));
        }
    }

    /// <summary>Requires a permission for the experiment of a run, of which nothing else is read: it may have thousands of metrics, and is asked for with each of them.</summary>
    /// <exception cref="NotStoredException">There is no such run, or the caller does not see it.</exception>
    /// <exception cref="AccessDeniedException">They see it, and may not do this with it.</exception>
    public async Task RequireOfRunAsync(AccessLevel permission, string runId, CancellationToken cancellationToken) =>
        RequireOfRun(permission, runId, await store.Runs.GetExperimentIdAsync(runId, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="RequireOfRunAsync"/>
    public void RequireOfRun(AccessLevel permission, string runId, string experimentId) =>
        RequireOfVisible(permission, Caller.Sees(experimentId) ? experimentId : throw SqlRuns.NotStored(runId));

    /// <exception cref="AccessDeniedException">The caller may not do everything.</exception>
    public void RequireAdmin()
    {
        if (!Caller.IsAdmin)
        {
            throw new AccessDeniedException("This is for an admin: it may write over what is stored, whoever's it is.");
        }
    }

    /// <exception cref="AccessDeniedException">Something is hidden from the caller, and the answer would tell of it.</exception>
    public void RequireAll(string what)
    {
        if (!SeesAll)
        {
            throw new AccessDeniedException($"{what} tells of every experiment, and you may not read all of them.");
        }
    }

    /// <summary>Leaves those experiments that the caller sees; of "all", which is empty, as well.</summary>
    public async ValueTask<IReadOnlyList<string>> NarrowAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        var caller = Caller;
        if (caller.SeesAll)
        {
            return experimentIds;
        }

        var asked = experimentIds.Count > 0 ? experimentIds
            : caller.Default < AccessLevel.Read ? caller.Grants.Keys
            : await ListAsync(cancellationToken).ConfigureAwait(false);
        List<string> seen = [.. asked.Where(caller.Sees)];
        return seen.Count > 0 ? seen : NoExperiment;
    }

    private void RequireOfVisible(AccessLevel permission, string experimentId)
    {
        var has = Caller.Of(experimentId);
        if (has < permission)
        {
            throw new AccessDeniedException($"This needs {Name(permission)} on experiment {experimentId}; {Caller.Name} has {Name(has)}.");
        }
    }

    private static string Name(AccessLevel permission) => permission.ToString().ToUpperInvariant();

    // Bounded by the experiments of the store: asked for only where some of them are hidden from somebody who sees the others.
    private async Task<IEnumerable<string>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var query = new SearchExperimentsRequest { MaxResults = ExperimentsAtOnce, View = LifecycleView.All };
        do
        {
            var page = await store.Experiments.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            ids.AddRange(page.Items.Select(static experiment => experiment.ExperimentId));
            query.PageToken = page.NextPageToken;
        }
        while (query.PageToken.Length > 0);

        return ids;
    }
}
