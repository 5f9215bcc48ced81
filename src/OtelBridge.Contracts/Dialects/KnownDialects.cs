using System.Collections.Frozen;

namespace OtelBridge.Dialects;

/// <summary>The dialects in the order in which they are tried, for each item apart: the first that has a usable value wins.</summary>
/// <remarks>Source: MLflow 3.6's order of translators, its own keys before them.</remarks>
internal static class KnownDialects
{
    public static IReadOnlyList<Dialect> InOrder { get; } =
    [
        MlflowDialect.Instance,
        OpenInferenceDialect.Instance,
        GenAiDialect.Instance,
        TraceloopDialect.Instance,
        GoogleAdkDialect.Instance,
        VercelAiDialect.Instance,
    ];

    // After the list that they are made of.
    private static FrozenDictionary<string, AttributeRole[]> Roles { get; } = RolesByKey();

    /// <summary>Gives what a key means; nothing for a key of no dialect.</summary>
    public static ReadOnlySpan<AttributeRole> RolesOf(string key) => Roles.TryGetValue(key, out var roles) ? roles : [];

    private static FrozenDictionary<string, AttributeRole[]> RolesByKey() => InOrder
        .SelectMany((dialect, i) => new (AttributeItem Item, IReadOnlyList<string> Keys)[]
        {
            (AttributeItem.Kind, dialect.Kinds),
            (AttributeItem.Inputs, dialect.Inputs),
            (AttributeItem.Outputs, dialect.Outputs),
            (AttributeItem.InputTokens, dialect.InputTokens),
            (AttributeItem.OutputTokens, dialect.OutputTokens),
            (AttributeItem.TotalTokens, dialect.TotalTokens),
            (AttributeItem.Usage, dialect.Usages),
            (AttributeItem.Session, dialect.Sessions),
            (AttributeItem.User, dialect.Users),
            (AttributeItem.TraceId, dialect.TraceIds),
            (AttributeItem.Experiment, dialect.Experiments),
            (AttributeItem.Model, dialect.Models),
            (AttributeItem.Provider, dialect.Providers),
            (AttributeItem.Agent, dialect.Agents),
            (AttributeItem.CacheReadTokens, dialect.CacheReadTokens),
            (AttributeItem.CacheWriteTokens, dialect.CacheWriteTokens),
            (AttributeItem.ReasoningTokens, dialect.ReasoningTokens),
            (AttributeItem.WholeCost, dialect.WholeCosts),
            (AttributeItem.TotalCost, dialect.TotalCosts),
            (AttributeItem.InputCost, dialect.InputCosts),
            (AttributeItem.OutputCost, dialect.OutputCosts),
            (AttributeItem.CacheReadCost, dialect.CacheReadCosts),
            (AttributeItem.CacheWriteCost, dialect.CacheWriteCosts),
            (AttributeItem.ReasoningCost, dialect.ReasoningCosts),
            (AttributeItem.ServiceTier, dialect.ServiceTiers),
        }.SelectMany(list => list.Keys.Select((key, j) => (Key: key, Role: new AttributeRole(list.Item, i, j)))))
        .GroupBy(entry => entry.Key, entry => entry.Role, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
