using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Workspaces;

/// <summary>Makes sure that no two workspaces share a store, also where its address is written differently, or a catalogue beside ClickHouse.</summary>
/// <remarks>By a mark on the experiment Default, which every store has: put into one, it must not be seen in another. On ClickHouse that is the
/// catalogue's, so the address of the traces counts as well.</remarks>
internal static class SeparateStores
{
    private const string Tag = "otelbridge.workspace_check";
    private const string Experiment = "0";
    private const string ClickHouse = "clickhouse:";

    /// <exception cref="StoreException">The last one shares something with one before it.</exception>
    public static async Task CheckAsync(IReadOnlyList<Workspace> workspaces, CancellationToken cancellationToken)
    {
        var (last, mark) = (workspaces[^1], Guid.NewGuid().ToString("N"));
        var own = MaskedTraceStore.Under(last.Store).Experiments;
        await own.SetTagAsync(Experiment, Tag, mark, cancellationToken);
        try
        {
            foreach (var other in workspaces.Take(workspaces.Count - 1))
            {
                if ((last.Store.Description.StartsWith(ClickHouse, StringComparison.Ordinal) && last.Store.Description == other.Store.Description)
                    || (await other.Store.Experiments.FindAsync(Experiment, cancellationToken))?.Tags.GetValueOrDefault(Tag) == mark)
                {
                    throw new StoreException($"The workspaces '{other.Name}' and '{last.Name}' have one store, and would see each other; give each a store of its own.");
                }
            }
        }
        finally
        {
            await own.DeleteTagAsync(Experiment, Tag, CancellationToken.None);
        }
    }
}
