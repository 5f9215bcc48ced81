using System.Globalization;
using System.Text.Json.Serialization;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Traces;

/// <summary>What the filter bar tells somebody who types: what may come next, and what is wrong so far.</summary>
/// <param name="Start">Where the text begins that a suggestion takes the place of.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Suggestions">The suggestions.</param>
/// <param name="Fault">What is wrong with the whole text; null where nothing is.</param>
internal sealed record FilterAdvice(int Start, int End, IReadOnlyList<FilterAdvice.Suggestion> Suggestions, FilterFault? Fault)
{
    private const int MaxLabel = 120;

    // Values come from an index; when they take longer than somebody types, the rest of the advice is worth more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<FilterAdvice> GiveAsync(PageRequest request)
    {
        var text = request.Query("text");
        var at = int.TryParse(request.Query("at"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : text.Length;
        var completion = await new FilterCompleter((identifier, prefix, limit, aborted) => ValuesAsync(request, identifier, prefix, limit, aborted))
            .CompleteAsync(text, at, request.Aborted);
        return new FilterAdvice(
            completion.Start,
            completion.End,
            [.. completion.Suggestions.Select(static each => new Suggestion(each.Insert, CellText.Cut(each.Label, MaxLabel), each.Kind, each.Detail))],
            FaultOf(text));
    }

    private static FilterFault? FaultOf(string text)
    {
        try
        {
            TraceFilter.Parse(text);
            return null;
        }
        catch (InvalidFilterException e)
        {
            return new FilterFault(e.Message, e.Place);
        }
    }

    private static async Task<IReadOnlyList<string>> ValuesAsync(PageRequest request, string identifier, string prefix, int limit, CancellationToken aborted)
    {
        using var patience = new CancellationTokenSource(Patience, request.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, aborted);
        try
        {
            return await request.Store.Aggregates.ListValuesAsync(identifier, prefix, [], limit, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>A suggestion as the script shows it.</summary>
    /// <param name="Insert">What is written.</param>
    /// <param name="Label">How it is shown.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Detail">What it means.</param>
    internal sealed record Suggestion(string Insert, string Label, [property: JsonConverter(typeof(JsonStringEnumConverter<FilterSuggestionKind>))] FilterSuggestionKind Kind, string Detail);
}
