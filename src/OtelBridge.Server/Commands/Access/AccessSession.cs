using System.CommandLine;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands.Access;

/// <summary>A store that is open for somebody at its machine, who may do everything: whoever can open it can anyhow. What they change is in the audit log. Beside it the store of a workspace, where something is said for one.</summary>
internal sealed class AccessSession : IAsyncDisposable
{
    private readonly CurrentCaller _current = new();
    private readonly AccessService _service;
    private readonly ITraceStore _store;
    private readonly Workspace _workspace;

    private AccessSession(ITraceStore store, (string Name, ITraceStore Store)? workspace)
    {
        var catalog = (IAccessStore)MaskedTraceStore.Under(store); // every store that an address names
        Audit = catalog.Audit;
        var cached = new CachedAccess(catalog.Access, TimeProvider.System);
        List<Workspace> known = [Open(WorkspaceName.Default, store)]; // what others a server declares, nobody knows here
        if (workspace is var (name, its))
        {
            known.Add(Open(name, its));
        }

        (_store, _workspace) = (store, known[^1]);
        var entrance = new WorkspaceEntrance(new WholeStore(known), cached);
        _service = new AccessService(cached, _current, entrance, _workspace.Store, TimeProvider.System);
        Workspaces = new WorkspaceService(entrance, cached, _current);
    }

    /// <summary>Gets the store of the workspace: the experiments that keys and permissions name are there.</summary>
    public ITraceStore Store => _workspace.Store;

    /// <summary>Gets the name of the workspace.</summary>
    public string Workspace => _workspace.Name;

    /// <summary>Gets who works in it.</summary>
    public WorkspaceService Workspaces { get; }

    public IAuditLog Audit { get; }

    /// <summary>Makes the option that names the store.</summary>
    public static Option<string?> StoreOption() => new("--store")
    {
        HelpName = "ADDRESS",
        Description = $"The store. No server may use a SQLite file meanwhile, but to read; servers on a database notice changes within seconds. [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    /// <param name="address">The store of people and keys; null for that of the environment.</param>
    /// <param name="access">Whether it is changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="workspace">The workspace that something is said for; null for the store itself. Its own store is read alone.</param>
    public static async Task<AccessSession> OpenAsync(string? address, StoreAccess access, CancellationToken cancellationToken, (string Name, string Address)? workspace = null)
    {
        ITraceStore? store = null;
        try
        {
            store = await TraceStores.OpenAsync(address ?? Commands.StoreOption.FromEnvironment(), access, cancellationToken);
            return new AccessSession(store, workspace is var (name, place) ? (name, await TraceStores.OpenAsync(place, StoreAccess.ReadOnly, cancellationToken)) : null);
        }
        catch (StoreException) when (store is not null)
        {
            await store.DisposeAsync();
            throw;
        }
        catch (StoreException e) when (e.IsInUse)
        {
            throw new StoreException($"{e.Message} Or ask that server: POST /api/3.0/otelbridge/keys and /api/2.0/mlflow/users/… (docs/security.md).", e);
        }
    }

    /// <summary>Reads as an admin.</summary>
    public Task<T> ReadAsync<T>(Func<AccessService, Task<T>> read)
    {
        Become();
        return read(_service);
    }

    /// <summary>Changes something as an admin, and writes down that it was changed.</summary>
    /// <param name="command">The command, for the log.</param>
    /// <param name="change">The change.</param>
    /// <param name="note">Notes what it is about.</param>
    /// <exception cref="UsageException">What was asked for cannot be done by anybody.</exception>
    public async Task<T> ChangeAsync<T>(string command, Func<AccessService, Task<T>> change, Action<AuditNote> note)
    {
        Become();
        var about = AuditNote.Begin();
        note(about);
        if (Workspace != WorkspaceName.Default)
        {
            about.AddWord(AuditSubject.Workspace, Workspace);
        }

        try
        {
            var result = await change(_service);
            await Audit.AppendAsync([CommandAudit.EntryOf(AuditAction.Grant, command, about, AuditOutcomes.Done)], CancellationToken.None);
            return result;
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.InvalidArgument)
        {
            throw new UsageException(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        if (Store != _store)
        {
            await Store.DisposeAsync();
        }
    }

    private static Workspace Open(string name, ITraceStore store) => new(name, store, new IntakeLedger(TimeProvider.System), new SweepLedger());

    private void Become() =>
        _current.Set(new Caller(CommandAudit.Who, AccessScopes.Admin, AccessLevel.Manage, new Dictionary<string, AccessLevel>()) { MayCreate = true, Workspace = Workspace });
}
