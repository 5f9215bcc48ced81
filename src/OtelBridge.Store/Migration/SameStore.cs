using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Migration;

/// <summary>Finds out whether two addresses are of one store, also where they are written differently.</summary>
internal static class SameStore
{
    private const string Default = "0";
    private const string Tag = "otelbridge.migration";

    /// <exception cref="MigrationException">They are.</exception>
    public static async Task RefuseAsync(ITraceStore source, ITraceStore target, CancellationToken cancellationToken)
    {
        if (source.Description == target.Description || await SeesAsync(source, target, cancellationToken).ConfigureAwait(false))
        {
            throw new MigrationException($"The source '{source.Description}' and the target '{target.Description}' are one store.");
        }
    }

    // A mark that is put on one is seen on the other.
    private static async Task<bool> SeesAsync(ITraceStore source, ITraceStore target, CancellationToken cancellationToken)
    {
        var mark = Guid.NewGuid().ToString("N");
        try
        {
            await target.Experiments.SetTagAsync(Default, Tag, mark, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedChangeException)
        {
            return false; // Default is deleted there, and takes no tags: nothing can be said
        }

        try
        {
            return await source.Experiments.FindAsync(Default, cancellationToken).ConfigureAwait(false) is { } experiment
                && experiment.Tags.TryGetValue(Tag, out var seen) && seen == mark;
        }
        finally
        {
            await target.Experiments.DeleteTagAsync(Default, Tag, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
