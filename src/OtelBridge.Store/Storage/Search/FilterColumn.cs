namespace OtelBridge.Store.Storage.Search;

/// <summary>What is to be read of a trace to decide a part of a filter.</summary>
/// <param name="Sql">Whether the part holds; or, where that is decided in memory, the texts that it is about.</param>
/// <param name="Holds">Decides by the texts; null where SQL has decided.</param>
internal readonly record struct FilterColumn(string Sql, Func<IReadOnlyList<string>, bool>? Holds = null);
