namespace OtelBridge.Store.Search;

/// <summary>One key of an order. What has no value there comes last, ascending or descending.</summary>
/// <param name="Field">What is ordered by.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record OrderTerm(FilterField Field, bool Descending);
