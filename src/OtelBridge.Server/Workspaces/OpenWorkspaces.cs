using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Workspaces;

/// <summary>The stores of all workspaces, which are opened together and closed together.</summary>
internal static class OpenWorkspaces
{
    /// <summary>Opens the stores, that of <see cref="WorkspaceName.Default"/> first. When one fails, none stays open.</summary>
    /// <exception cref="StoreException">A store cannot be opened; the message says which and what to do.</exception>
    public static async Task<IReadOnlyList<Workspace>> OpenAsync(OtelBridgeServerOptions options, CancellationToken cancellationToken)
    {
        var open = new List<Workspace>();
        try
        {
            open.Add(await OpenAsync(WorkspaceName.Default, options.Store, options, cancellationToken));
            foreach (var (name, address) in options.Workspaces)
            {
                open.Add(await OpenNamedAsync(name, address, options, cancellationToken));
                await SeparateStores.CheckAsync(open, cancellationToken);
            }

            return open;
        }
        catch
        {
            await CloseAsync(open);
            throw;
        }
    }

    /// <summary>Closes the stores: each one, whatever becomes of the others.</summary>
    public static Task CloseAsync(IEnumerable<Workspace> workspaces) => Task.WhenAll(workspaces.Select(static workspace => workspace.Store.DisposeAsync().AsTask()));

    private static async Task<Workspace> OpenNamedAsync(string name, string address, OtelBridgeServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(name, address, options, cancellationToken);
        }
        catch (StoreException e)
        {
            throw new StoreException($"The workspace '{name}': {e.Message}", e);
        }
    }

    private static async Task<Workspace> OpenAsync(string name, string address, OtelBridgeServerOptions options, CancellationToken cancellationToken)
    {
        var store = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, cancellationToken);
        return new Workspace(name, MaskedTraceStore.Over(store, options.Masking), new IntakeLedger(), new SweepLedger());
    }
}
