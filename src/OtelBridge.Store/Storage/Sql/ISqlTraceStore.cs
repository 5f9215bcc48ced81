using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Retention;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>A store in a SQL database, for what looks after all of it: doctor and retention; and for a store of traces beside it.</summary>
internal interface ISqlTraceStore : ISweptStore, IAccessStore
{
    ISqlDatabase Database { get; }

    /// <summary>Gets the turns for a store of traces that this one is the catalogue of.</summary>
    ITraceTurns Turns { get; }

    /// <summary>Gets the checks that only this kind of store has.</summary>
    IReadOnlyList<StoreCheck> OwnChecks { get; }

    IAccessCatalog IAccessStore.Access => new SqlAccessCatalog(Database, TimeProvider.System);

    IAuditLog IAccessStore.Audit => new SqlAuditLog(Database, TimeProvider.System);

    IExperimentSizes ISweptStore.Sizes => new ExperimentSize(Database);
}
