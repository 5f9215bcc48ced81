using System.Collections.Frozen;

namespace OtelBridge.Store.Search;

/// <summary>What a search of one kind of thing can be about. Data only: parsers, errors and the documented table are made from it.</summary>
/// <param name="entities">The entities; exactly one is implied.</param>
/// <param name="fields">The fields; where a key fits two, the earlier wins.</param>
/// <param name="confusions">Fields that people write and that do not exist (<c>attribute.trace_id</c>), with what they mean.</param>
internal sealed class FilterVocabulary(
    IReadOnlyList<FilterEntity> entities, IReadOnlyList<FilterFieldRule> fields, IReadOnlyDictionary<string, string> confusions)
{
    private readonly FrozenDictionary<string, FilterEntity> _entities = entities
        .SelectMany(entity => entity.Spellings.Select(spelling => (spelling, entity)))
        .ToFrozenDictionary(entry => entry.spelling, entry => entry.entity, StringComparer.Ordinal);

    /// <summary>Gets the entities.</summary>
    public IReadOnlyList<FilterEntity> Entities => entities;

    /// <summary>Gets the fields.</summary>
    public IReadOnlyList<FilterFieldRule> Fields => fields;

    /// <summary>Gets the entity that is meant where none is written.</summary>
    public FilterEntity Implied { get; } = entities.Single(entity => entity.IsImplied);

    /// <summary>Gives the entity of a spelling; null for none.</summary>
    public FilterEntity? Entity(string spelling) => _entities.GetValueOrDefault(spelling);

    /// <summary>Gives the fields that may be written under an entity.</summary>
    public IEnumerable<FilterFieldRule> Of(FilterEntity entity) => fields.Where(field => field.Entities.Contains(entity.Name));

    /// <summary>Gives what was meant by a field that does not exist; null when nothing comes near.</summary>
    public string? Meant(FilterEntity entity, string key) => confusions.GetValueOrDefault($"{entity.Name}.{key}");
}
