namespace OtelBridge.Store.Search.Completion;

/// <summary>What may be written at a place of a filter.</summary>
/// <param name="Start">Where the text begins that a suggestion takes the place of.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Suggestions">What may stand there instead, the likeliest first.</param>
public sealed record FilterCompletion(int Start, int End, IReadOnlyList<FilterSuggestion> Suggestions);
