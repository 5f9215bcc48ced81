namespace OtelBridge.Store.Access;

/// <summary>A store that knows who may use it.</summary>
public interface IAccessStore
{
    /// <summary>Gets the people, keys and permissions.</summary>
    IAccessCatalog Access { get; }
}
