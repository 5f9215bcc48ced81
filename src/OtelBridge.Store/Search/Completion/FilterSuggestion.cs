namespace OtelBridge.Store.Search.Completion;

/// <summary>A piece of a filter that somebody may want to write.</summary>
/// <param name="Insert">What is written, with the space or bracket that comes after it.</param>
/// <param name="Label">How it is shown.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">What it means; empty where that is plain.</param>
public sealed record FilterSuggestion(string Insert, string Label, FilterSuggestionKind Kind, string Detail = "");
