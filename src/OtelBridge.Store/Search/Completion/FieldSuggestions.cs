namespace OtelBridge.Store.Search.Completion;

/// <summary>Suggests fields by what is written of them.</summary>
internal static class FieldSuggestions
{
    private static readonly FilterVocabulary Vocabulary = TraceVocabulary.Instance;

    /// <summary>The fields that what is typed may become: those that begin so first, then those that hold it.</summary>
    public static IEnumerable<FilterSuggestion> Of(string typed)
    {
        var found = Vocabulary.Fields.Where(static rule => rule.CanFilter).Select(rule => Suggest(rule, typed)).ToList();
        return found.Where(suggestion => Begins(suggestion, typed))
            .Concat(found.Where(suggestion => !Begins(suggestion, typed) && suggestion.Label.Contains(typed, StringComparison.OrdinalIgnoreCase)))
            .Where(suggestion => suggestion.Label != typed || suggestion.Kind != FilterSuggestionKind.Family)
            .DistinctBy(static suggestion => suggestion.Label);
    }

    /// <summary>Where a key is being typed: what stands before it, the identifier to list its keys by, and its beginning. Null where none is.</summary>
    public static (string Written, string Identifier, string Prefix)? KeysOf(string typed)
    {
        var dot = typed.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || Vocabulary.Entity(typed[..dot]) is not { } entity)
        {
            return null;
        }

        var rest = typed[(dot + 1)..];
        var rule = Vocabulary.Of(entity).FirstOrDefault(rule => IsFamily(rule) && rest.StartsWith(rule.KeyPrefix, StringComparison.Ordinal));
        return rule is null
            ? null
            : ($"{typed[..dot]}.{rule.KeyPrefix}", $"{entity.Name}.{rule.KeyPrefix}", ValueSuggestions.Content(rest[rule.KeyPrefix.Length..]));
    }

    private static bool Begins(FilterSuggestion suggestion, string typed) => suggestion.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private static bool IsFamily(FilterFieldRule rule) => rule.CanFilter && rule.Keys.Count == 0;

    private static FilterSuggestion Suggest(FilterFieldRule rule, string typed)
    {
        var entity = Vocabulary.Entity(rule.Entities[0])!;
        var spelling = entity.Spellings.FirstOrDefault(each => each.StartsWith(typed.Split('.')[0], StringComparison.OrdinalIgnoreCase), entity.Name);
        if (IsFamily(rule))
        {
            var family = $"{spelling}.{rule.KeyPrefix}";
            return new FilterSuggestion(family, family, FilterSuggestionKind.Family, "of a key");
        }

        // The implied entity is left out where that is allowed, and not already being written; trace.text reads better than attribute.text.
        var keepsEntity = !entity.IsImplied || typed.StartsWith(spelling + ".", StringComparison.Ordinal);
        var label = keepsEntity ? $"{spelling}.{rule.Keys[0]}" : rule.MayStandAlone ? rule.Keys[0] : $"trace.{rule.Keys[0]}";
        return new FilterSuggestion(label + " ", label, FilterSuggestionKind.Field, Meaning(rule));
    }

    private static string Meaning(FilterFieldRule rule) => rule.Kind switch
    {
        FilterFieldKind.Duration or FilterFieldKind.SpanDuration => "milliseconds",
        FilterFieldKind.StartTime or FilterFieldKind.EndTime => "milliseconds since 1970",
        FilterFieldKind.InputCost or FilterFieldKind.OutputCost or FilterFieldKind.TotalCost or FilterFieldKind.SpanCost => "US dollars",
        FilterFieldKind.TraceId => "id of the trace",
        FilterFieldKind.Text => "everything the spans say",
        FilterFieldKind.Model or FilterFieldKind.ServiceName or FilterFieldKind.Error => "of any span",
        _ => rule.TextOperators.Count > 0 ? "text" : "number",
    };
}
