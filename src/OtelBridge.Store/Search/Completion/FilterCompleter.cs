namespace OtelBridge.Store.Search.Completion;

/// <summary>Tells what may be written at a place of a trace filter: fields, operators, values that traces have, and what joins them.</summary>
/// <param name="listValues">Lists values of an identifier by their beginning, as <see cref="Aggregates.IAggregateReader.ListValuesAsync"/> does.</param>
public sealed class FilterCompleter(Func<string, string, int, CancellationToken, Task<IReadOnlyList<string>>> listValues)
{
    /// <summary>The most suggestions of one answer.</summary>
    public const int MaxSuggestions = 40;

    // Longer values are nothing to choose from a list.
    private const int MaxValueLength = 300;

    /// <summary>Completes a filter, which need not be one yet.</summary>
    /// <param name="text">The text; what is longer than a filter may be is not looked at.</param>
    /// <param name="at">Where the cursor stands.</param>
    /// <param name="cancellationToken">Ends the look into the store.</param>
    public async Task<FilterCompletion> CompleteAsync(string text, int at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > FilterLimits.Characters)
        {
            return new FilterCompletion(text.Length, text.Length, []);
        }

        var place = CompletionPlaceReader.Read(text, at);
        var suggestions = place.Expected switch
        {
            ExpectedPiece.Condition => await ConditionsAsync(place, cancellationToken).ConfigureAwait(false),
            ExpectedPiece.Operator => PieceSuggestions.Operators(place),
            ExpectedPiece.Value or ExpectedPiece.ListValue => await ValuesAsync(place, cancellationToken).ConfigureAwait(false),
            _ => PieceSuggestions.Keywords(place),
        };
        return new FilterCompletion(place.Start, place.End, [.. suggestions.Take(MaxSuggestions)]);
    }

    private async Task<IEnumerable<FilterSuggestion>> ConditionsAsync(CompletionPlace place, CancellationToken cancellationToken)
    {
        var fields = FieldSuggestions.Of(place.Typed);
        if (FieldSuggestions.KeysOf(place.Typed) is not var (written, identifier, prefix))
        {
            return fields.Concat(PieceSuggestions.Keywords(place));
        }

        var keys = await listValues(identifier, prefix, MaxSuggestions, cancellationToken).ConfigureAwait(false);
        return fields.Concat(keys.Where(static key => key.Length <= MaxValueLength)
            .Select(key => new FilterSuggestion($"{written}{FilterWords.Key(key)} ", written + key, FilterSuggestionKind.Field)));
    }

    private async Task<IEnumerable<FilterSuggestion>> ValuesAsync(CompletionPlace place, CancellationToken cancellationToken)
    {
        var fixedValues = ValueSuggestions.Known(place);
        if (ValueSuggestions.IdentifierOf(place) is not { } identifier)
        {
            return fixedValues;
        }

        var values = await listValues(identifier, ValueSuggestions.Content(place.Typed), MaxSuggestions, cancellationToken).ConfigureAwait(false);
        return fixedValues.Concat(values.Where(static value => value.Length <= MaxValueLength).Select(value => ValueSuggestions.Text(place, value)))
            .DistinctBy(static suggestion => suggestion.Insert);
    }
}
