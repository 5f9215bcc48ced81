namespace OtelBridge.Store.Storage.Search;

/// <summary>The values of a search that is being put together: its SQL names them, and never holds them.</summary>
internal interface ISearchValues
{
    /// <summary>Adds a value and gives what stands for it in SQL.</summary>
    string Add(object value);
}
