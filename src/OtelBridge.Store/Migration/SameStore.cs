using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Finds out whether two addresses are of one store, also where they are written differently.</summary>
/// <remarks>By their traces: a ClickHouse store may well have the other one for its catalogue of experiments and runs.</remarks>
internal sealed class SameStore(ITraceStore source, StorePatience sourcePatience, ITraceStore target, StorePatience targetPatience)
{
    private const string Tag = "otelbridge.migration";

    /// <exception cref="MigrationException">They are.</exception>
    public async Task RefuseAsync(CancellationToken cancellationToken)
    {
        if (source.Description == target.Description || await SeesAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new MigrationException($"The source '{source.Description}' and the target '{target.Description}' are one store.");
        }
    }

    // A mark that is put on a trace of one is seen in the other. Where the target has no traces, nothing can go wrong.
    private async Task<bool> SeesAsync(CancellationToken cancellationToken)
    {
        var page = await targetPatience.RunAsync(() => target.Reader.ListTracesAsync(1, string.Empty, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (page.Items is not [{ TraceId: var traceId }] || await FindAsync(traceId, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        var mark = Guid.NewGuid().ToString("N");
        await targetPatience.RunAsync(() => target.Records.SetTagAsync(traceId, Tag, mark, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return await FindAsync(traceId, cancellationToken).ConfigureAwait(false) is { } trace && trace.Tags.TryGetValue(Tag, out var seen) && seen == mark;
        }
        finally
        {
            await targetPatience.RunAsync(() => target.Records.DeleteTagAsync(traceId, Tag, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Task<TraceInfo?> FindAsync(string traceId, CancellationToken cancellationToken) =>
        sourcePatience.RunAsync(() => source.Reader.FindTraceInfoAsync(traceId, cancellationToken), cancellationToken);
}
