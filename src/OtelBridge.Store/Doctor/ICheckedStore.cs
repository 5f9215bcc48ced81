namespace OtelBridge.Store.Doctor;

/// <summary>A store that has checks of its own alone.</summary>
internal interface ICheckedStore
{
    /// <summary>Gets the checks in the order in which they are to run.</summary>
    IReadOnlyList<StoreCheck> Checks { get; }
}
