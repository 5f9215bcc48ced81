using OtelBridge.Store.Audit;

namespace OtelBridge.Store.Access;

/// <summary>A store that knows who may use it, and who did.</summary>
public interface IAccessStore
{
    /// <summary>Gets the people, keys and permissions.</summary>
    IAccessCatalog Access { get; }

    /// <summary>Gets what they did.</summary>
    IAuditLog Audit { get; }
}
