namespace OtelBridge.Store.Search;

/// <summary>What a comparison or an order looks at.</summary>
/// <param name="Kind">Which field.</param>
/// <param name="Key">The key for kinds that have one (tag, metadata, span attribute, assessment …); empty for the others.</param>
public sealed record FilterField(FilterFieldKind Kind, string Key = "");
