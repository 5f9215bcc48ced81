using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Client;

/// <summary>Asks the server about a trace that may be this program's own, whose spans may still be on their way, or under way.</summary>
internal static class OwnTrace
{
    /// <summary>Asks; when the server does not know the trace, again after what waits was sent.</summary>
    public static async Task<T> AskAsync<T>(Func<MlflowClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var client = DefaultClient.Get();
        try
        {
            return await ask(client, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            await RunningExporters.SettleStoreAsync(cancellationToken).ConfigureAwait(false);
            return await ask(client, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds to a trace on the server; one that is under way here, of which the server has no span yet, is announced to it first.</summary>
    public static Task<T> AddAsync<T>(string traceId, Func<MlflowClient, CancellationToken, Task<T>> add, CancellationToken cancellationToken)
    {
        // Here, since what is current is only known to the caller's flow.
        var announcement = traceId is not null && ActiveTrace.Running(traceId) is { } root
            ? (TraceExperiment.Of(root), new TraceInfo { TraceId = traceId, State = TraceState.InProgress, RequestTimeNs = UnixTime.Nanoseconds(root.StartTimeUtc) })
            : default((MlflowDestination?, TraceInfo)?);
        return AskAsync(announcement is { } known ? (client, token) => AddAsync(client, known, add, token) : add, cancellationToken);
    }

    private static async Task<T> AddAsync<T>(
        MlflowClient client, (MlflowDestination? Destination, TraceInfo Info) known, Func<MlflowClient, CancellationToken, Task<T>> add, CancellationToken cancellationToken)
    {
        try
        {
            return await add(client, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            var experiment = await CurrentExperiment.GetIdAsync(client, known.Destination, cancellationToken).ConfigureAwait(false);
            await client.Transport.StartTraceAsync(known.Info with { ExperimentId = experiment }, cancellationToken).ConfigureAwait(false);
            return await add(client, cancellationToken).ConfigureAwait(false);
        }
    }
}
