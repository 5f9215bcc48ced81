using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>A store whose inside can be looked at.</summary>
internal interface ICheckedStore
{
    ISqlDatabase Database { get; }

    /// <summary>Gets the checks that only this kind of store has.</summary>
    IReadOnlyList<StoreCheck> OwnChecks { get; }
}
