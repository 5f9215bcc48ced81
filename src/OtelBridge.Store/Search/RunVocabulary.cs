using static OtelBridge.Store.Search.FilterOperators;

namespace OtelBridge.Store.Search;

/// <summary>What a search for runs can be about: MLflow's fields, data sets apart, which are not kept.</summary>
internal static class RunVocabulary
{
    private static readonly string[] Attribute = ["attribute"];

    public static FilterVocabulary Instance { get; } = new(
        [
            new("attribute", ["attributes", "attr", "run"], "attribute key", IsImplied: true),
            new("metric", ["metrics"], "metric key"),
            new("parameter", ["parameters", "param", "params"], "parameter key"),
            new("tag", ["tags"], "tag key"),
        ],
        [
            new(FilterFieldKind.RunId, Attribute, ["run_id"])
            {
                TextOperators = [.. ForNames, FilterOperator.In, FilterOperator.NotIn], CanOrder = true,
            },
            new(FilterFieldKind.RunName, Attribute, ["run_name", "run name", "Run name", "Run Name"]) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.RunStatus, Attribute, ["status"]) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.UserId, Attribute, ["user_id"]) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.ArtifactUri, Attribute, ["artifact_uri"]) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.RunStartTime, Attribute, ["start_time", "created", "Created"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.RunEndTime, Attribute, ["end_time"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.Metric, ["metric"], []) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.Param, ["parameter"], []) { TextOperators = ForNames, CanOrder = true },
            new(FilterFieldKind.Tag, ["tag"], []) { TextOperators = ForNames, CanOrder = true },
        ],
        new Dictionary<string, string>
        {
            ["attribute.name"] = "run_name",
            ["attribute.id"] = "run_id",
            ["attribute.state"] = "status",
            ["attribute.user"] = "user_id",
        });
}
