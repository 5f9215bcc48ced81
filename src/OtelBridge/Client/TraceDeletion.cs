using OtelBridge.Client.Transport;

namespace OtelBridge.Client;

/// <summary>Deletes traces by MLflow's rules.</summary>
internal static class TraceDeletion
{
    /// <summary>MLflow's <c>MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE</c>; servers take no more ids at once.</summary>
    private const int BatchSize = 100;

    public static async Task<int> DeleteAsync(
        ITrackingTransport transport,
        string experimentId,
        DateTimeOffset? maxTimestamp,
        int? maxTraces,
        IReadOnlyCollection<string>? traceIds,
        CancellationToken cancellationToken)
    {
        Check(maxTimestamp, maxTraces, traceIds);
        if (traceIds is null)
        {
            return await transport.DeleteTracesAsync(experimentId, null, maxTimestamp, maxTraces, cancellationToken).ConfigureAwait(false);
        }

        var deleted = 0;
        foreach (var batch in traceIds.Chunk(BatchSize))
        {
            deleted += await transport.DeleteTracesAsync(experimentId, batch, null, null, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static void Check(DateTimeOffset? maxTimestamp, int? maxTraces, IReadOnlyCollection<string>? traceIds)
    {
        var hasIds = traceIds is { Count: > 0 };
        if (hasIds == maxTimestamp is not null)
        {
            throw Required.Invalid("Either 'maxTimestamp' or 'traceIds' says what to delete: give exactly one of them.");
        }

        if (hasIds && maxTraces is not null)
        {
            throw Required.Invalid("'maxTraces' cannot be given together with 'traceIds'.");
        }

        Required.Positive(maxTraces, nameof(maxTraces));
    }
}
