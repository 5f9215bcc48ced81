using static OtelBridge.Store.Search.FilterOperators;

namespace OtelBridge.Store.Search;

/// <summary>What a search for experiments can be about: MLflow's fields.</summary>
internal static class ExperimentVocabulary
{
    private static readonly string[] Attribute = ["attribute"];

    public static FilterVocabulary Instance { get; } = new(
        [
            new("attribute", ["attributes", "attr"], "attribute key", IsImplied: true),
            new("tag", ["tags"], "tag key"),
        ],
        [
            new(FilterFieldKind.ExperimentName, Attribute, ["name"]) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.CreationTime, Attribute, ["creation_time"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.LastUpdateTime, Attribute, ["last_update_time"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.ExperimentId, Attribute, ["experiment_id"]) { CanOrder = true },
            new(FilterFieldKind.Tag, ["tag"], []) { TextOperators = ForNames },
        ],
        new Dictionary<string, string>
        {
            ["attribute.experiment_name"] = "name",
            ["attribute.created"] = "creation_time",
            ["attribute.updated"] = "last_update_time",
        });
}
