namespace OtelBridge.Store.Search;

/// <summary>Finds the field that a word of a filter or an order means.</summary>
/// <param name="vocabulary">What there is.</param>
/// <param name="forOrder">Whether it is to be ordered by rather than filtered by.</param>
internal sealed class FieldReader(FilterVocabulary vocabulary, bool forOrder)
{
    /// <summary>Reads a field.</summary>
    /// <exception cref="InvalidFilterException">There is no such field, or not for this use.</exception>
    public FieldReading Read(FilterSource source, FilterToken token)
    {
        var identifier = FilterIdentifier.Of(token.Raw);
        var entity = identifier.Entity is null ? vocabulary.Implied : vocabulary.Entity(identifier.Entity);
        if (entity is null)
        {
            throw UnknownEntity(source, token, identifier.Entity!);
        }

        var usable = vocabulary.Of(entity).Where(IsUsable).ToList();
        if (usable.Count == 0)
        {
            throw source.Error(token.Start, $"Invalid identifier type '{identifier.Entity}'", "one of " + string.Join(", ", UsableEntities()));
        }

        foreach (var rule in usable.Where(rule => identifier.Entity is not null || rule.MayStandAlone))
        {
            if (rule.Match(identifier.Key) is { } field)
            {
                return new FieldReading(token, rule, field);
            }
        }

        throw UnknownKey(source, token, identifier, entity, usable);
    }

    private bool IsUsable(FilterFieldRule rule) => forOrder ? rule.CanOrder : rule.CanFilter;

    private IEnumerable<string> UsableEntities() =>
        vocabulary.Entities.Where(entity => vocabulary.Of(entity).Any(IsUsable)).SelectMany(entity => entity.Spellings);

    private InvalidFilterException UnknownEntity(FilterSource source, FilterToken token, string entity)
    {
        var spellings = UsableEntities().ToList();
        return source.Error(
            token.Start,
            $"Invalid entity type '{FilterSource.Shortened(entity)}'",
            "one of " + string.Join(", ", spellings),
            Meant(NearestSpelling.Of(entity, spellings)));
    }

    private InvalidFilterException UnknownKey(
        FilterSource source, FilterToken token, FilterIdentifier identifier, FilterEntity entity, IReadOnlyList<FilterFieldRule> usable)
    {
        var meant = vocabulary.Meant(entity, identifier.Key) is { } known && Exists(known) ? known : NearKey(identifier, entity, usable);
        return source.Error(
            token.Start,
            $"Invalid {entity.KeyNoun} '{FilterSource.Shortened(identifier.Key)}'",
            "one of " + string.Join(", ", usable.SelectMany(rule => Spellings(rule, entity, identifier.Entity is null))),
            Meant(meant));
    }

    // What is meant in a filter need not be there for an order.
    private bool Exists(string spelling)
    {
        var (entity, key) = FilterIdentifier.Of(spelling);
        return vocabulary.Of(vocabulary.Entity(entity ?? vocabulary.Implied.Name)!).Any(rule => IsUsable(rule) && rule.Match(key) is not null);
    }

    private string? NearKey(FilterIdentifier identifier, FilterEntity entity, IReadOnlyList<FilterFieldRule> usable)
    {
        if (identifier.Entity is null && vocabulary.Entity(identifier.Key) is not null)
        {
            return $"{identifier.Key}.<key>";
        }

        var written = identifier.Entity is null ? "" : identifier.Entity + ".";
        if (NearestSpelling.Of(identifier.Key, usable.SelectMany(rule => rule.Keys)) is { } key)
        {
            return written + key;
        }

        // span.attribute.x, span.attributes: the part before the key that is kept.
        var end = identifier.Key.IndexOf('.', StringComparison.Ordinal);
        var (first, rest) = end < 0 ? (identifier.Key, "") : (identifier.Key[..end], identifier.Key[(end + 1)..]);
        var prefix = NearestSpelling.Of(first + ".", vocabulary.Of(entity).Select(rule => rule.KeyPrefix));
        return prefix is null ? null : written + prefix + (rest.Length == 0 ? "<key>" : rest);
    }

    private static IEnumerable<string> Spellings(FilterFieldRule rule, FilterEntity entity, bool standsAlone)
    {
        var before = standsAlone && !rule.MayStandAlone ? entity.Name + "." : "";
        return rule.Keys.Count > 0 ? rule.Keys.Select(key => before + key) : [rule.KeyPrefix + "<key>"];
    }

    private static string? Meant(string? spelling) => spelling is null ? null : $"Did you mean {FilterSource.Shortened(spelling)}?";
}
