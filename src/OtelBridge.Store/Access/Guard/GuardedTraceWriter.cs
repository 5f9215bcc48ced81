using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Takes spans of experiments that the caller may change.</summary>
internal sealed class GuardedTraceWriter(ITraceStore store, ExperimentGuard guard) : ITraceWriter, IIntakeGate
{
    public async Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var refusals = await FindRefusalsAsync(batches, cancellationToken).ConfigureAwait(false);
        if (refusals.FirstOrDefault(static refusal => refusal is not null) is { } refusal)
        {
            throw new AccessDeniedException(refusal);
        }

        await store.Writer.WriteAsync(batches, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string?>> WriteAllowedAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var refusals = await FindRefusalsAsync(batches, cancellationToken).ConfigureAwait(false);
        var allowed = refusals.All(static refusal => refusal is null) ? batches : [.. batches.Where((_, i) => refusals[i] is null)];
        if (allowed.Count > 0)
        {
            await store.Writer.WriteAsync(allowed, cancellationToken).ConfigureAwait(false);
        }

        return refusals;
    }

    // Whoever knows the id of a trace could add spans to it, or move it: so one that is stored already must be theirs as well.
    private async Task<IReadOnlyList<string?>> FindRefusalsAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var caller = guard.Caller;
        if (caller is { SeesAll: true, Grants.Count: 0 } && caller.Of(string.Empty) >= AccessLevel.Edit)
        {
            return new string?[batches.Count];
        }

        var stored = await store.Reader.GetTraceInfosAsync([.. batches.Select(static batch => batch.TraceId).Distinct()], cancellationToken).ConfigureAwait(false);
        var experiments = stored.ToDictionary(static trace => trace.TraceId, static trace => trace.ExperimentId, StringComparer.Ordinal);
        return [.. batches.Select(batch => Find(caller, batch, experiments.GetValueOrDefault(batch.TraceId)))];
    }

    private static string? Find(Caller caller, TraceBatch batch, string? storedIn)
    {
        var target = batch.ExperimentId.ToString(CultureInfo.InvariantCulture);
        if (!caller.Sees(target))
        {
            return $"there is no experiment '{target}' that {caller.Name} may store spans in; name another one";
        }

        if (caller.Of(target) < AccessLevel.Edit)
        {
            return $"{caller.Name} may not store spans in experiment {target}: that needs EDIT";
        }

        return storedIn is not null && caller.Of(storedIn) < AccessLevel.Edit ? "the trace belongs to somebody else; trace ids must be random" : null;
    }
}
