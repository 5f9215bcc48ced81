namespace OtelBridge.Store.Search;

/// <summary>A condition of a search, as a checked syntax tree: fields, operators and values are known to fit each other.</summary>
public abstract record FilterNode;
