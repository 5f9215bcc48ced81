namespace OtelBridge.Store.Search;

/// <summary>A field of a filter or an order, and how it was written.</summary>
/// <param name="Token">The word.</param>
/// <param name="Rule">What the vocabulary says about the field.</param>
/// <param name="Field">The field.</param>
internal sealed record FieldReading(FilterToken Token, FilterFieldRule Rule, FilterField Field)
{
    /// <summary>Gets the spelling for errors.</summary>
    public string Written => FilterSource.Shortened(Token.Raw);
}
