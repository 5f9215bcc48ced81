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

/// <summary>A store that is open for somebody at its machine, who may do everything: whoever can open it can anyhow. What they change is in the audit log.</summary>
internal sealed class AccessSession : IAsyncDisposable
{
    private readonly CurrentCaller _current = new();
    private readonly AccessService _service;

    private AccessSession(ITraceStore store)
    {
        Store = store;
        var catalog = (IAccessStore)MaskedTraceStore.Under(store); // every store that an address names
        Audit = catalog.Audit;
        var cached = new CachedAccess(catalog.Access, TimeProvider.System);
        var whole = new WholeStore([new Workspace(WorkspaceName.Default, store, new IntakeLedger(TimeProvider.System), new SweepLedger())]); // what others a server declares, nobody knows here
        _service = new AccessService(cached, _current, new WorkspaceEntrance(whole, cached), store, TimeProvider.System);
    }

    public ITraceStore Store { get; }

    public IAuditLog Audit { get; }

    /// <summary>Makes the option that names the store.</summary>
    public static Option<string?> StoreOption() => new("--store")
    {
        HelpName = "ADDRESS",
        Description = $"The store. No server may use a SQLite file meanwhile, but to read; servers on a database notice changes within seconds. [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    public static async Task<AccessSession> OpenAsync(string? address, StoreAccess access, CancellationToken cancellationToken)
    {
        try
        {
            return new AccessSession(await TraceStores.OpenAsync(address ?? Commands.StoreOption.FromEnvironment(), access, cancellationToken));
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

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private void Become() =>
        _current.Set(new Caller(CommandAudit.Who, AccessScopes.Admin, AccessLevel.Manage, new Dictionary<string, AccessLevel>()) { MayCreate = true });
}
