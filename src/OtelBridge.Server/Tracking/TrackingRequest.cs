using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;

namespace OtelBridge.Server.Tracking;

/// <summary>Checks the parameters of tracking requests. The messages follow MLflow's wording, so that its users know them.</summary>
internal static class TrackingRequest
{
    public const int MaxTraceResults = 500;
    public const int MaxExperimentResults = 50_000;
    public const int MaxKeyLength = 250;

    private const int DefaultResults = 100;
    private const int MaxTraceIds = 100;
    private const int MaxExperimentIds = 1000;
    private const int MaxExperimentNameLength = 500;
    private const int MaxIdLength = 128;
    private const int MaxPageTokenLength = 1024;
    private const int MaxQuotedLength = 80;

    // MLflow's limits of experiment tags; the count is ours, since every tag is read with its experiment.
    private const int MaxTags = 100;
    private const int MaxTagValueLength = 5000;

    private const int MaxArtifactLocationLength = 1024;

    public static string TraceId(string id) => TraceIdText.Normalise(Id(id, "trace_id"));

    public static IReadOnlyList<string> TraceIds(IReadOnlyList<string> ids) => ids.Count <= MaxTraceIds
        ? [.. ids.Select(TraceId)]
        : throw Invalid($"of {ids.Count} ids", "trace_ids", $"at most {MaxTraceIds} traces can be asked for at once");

    public static IReadOnlyList<string> ExperimentIds(IReadOnlyList<string> ids) => ids.Count <= MaxExperimentIds
        ? [.. ids.Select(ExperimentId)]
        : throw Invalid($"of {ids.Count} ids", "experiment_ids", $"at most {MaxExperimentIds} experiments can be searched at once");

    public static string ExperimentId(string id)
    {
        Require(id, "experiment_id");
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? id
            : throw Invalid($"'{Quote(id)}'", "experiment_id", "it is a whole number");
    }

    public static string ExperimentName(string name, string parameter = "name")
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Missing(parameter);
        }

        return name.Length <= MaxExperimentNameLength
            ? name
            : throw Invalid($"'{Quote(name)}'", parameter, $"it has {name.Length} characters and at most {MaxExperimentNameLength} are allowed");
    }

    public static IReadOnlyDictionary<string, string> Tags(IDictionary<string, string> tags)
    {
        if (tags.Count > MaxTags)
        {
            throw Invalid($"of {tags.Count} tags", "tags", $"at most {MaxTags} are allowed");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > MaxKeyLength)
            {
                throw Invalid($"'{Quote(key)}'", "tags", $"a key has 1 to {MaxKeyLength} characters");
            }

            ExperimentTagValue(key, value);
        }

        return new Dictionary<string, string>(tags);
    }

    public static string ExperimentTagValue(string key, string value) => value.Length <= MaxTagValueLength
        ? value
        : throw Invalid($"of tag '{Quote(key)}'", "value", $"it has {value.Length} characters and at most {MaxTagValueLength} are allowed");

    public static string ArtifactLocation(string location) => location.Length <= MaxArtifactLocationLength
        ? location
        : throw Invalid($"'{Quote(location)}'", "artifact_location", $"it has {location.Length} characters and at most {MaxArtifactLocationLength} are allowed");

    public static int MaxResults(int asked, int most, int unasked = DefaultResults) => asked switch
    {
        0 => unasked,
        > 0 when asked <= most => asked,
        _ => throw Invalid(asked.ToString(CultureInfo.InvariantCulture), "max_results", $"it is between 1 and {most}, or 0 for {unasked}"),
    };

    /// <summary>A tag or metric key: of few characters, and a path that leads where it says, since clients make file names of keys.</summary>
    public static string Key(string key, string parameter)
    {
        Require(key, parameter);
        if (key.Length > MaxKeyLength)
        {
            throw Invalid($"'{Quote(key)}'", parameter, $"it has {key.Length} characters and at most {MaxKeyLength} are allowed");
        }

        if (!key.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/' or ' '))
        {
            throw Invalid($"'{Quote(key)}'", parameter, "it consists of letters, digits, underscores, dashes, dots, colons, slashes and spaces");
        }

        return key.Split('/').Any(static part => part is "" or "." or "..")
            ? throw Invalid($"'{Quote(key)}'", parameter, "as a file name it would lead elsewhere; leave out empty parts, '.' and '..'")
            : key;
    }

    public static string Id(string id, string parameter, int maxLength = MaxIdLength)
    {
        Require(id, parameter);
        return id.Length <= maxLength
            ? id
            : throw Invalid($"'{Quote(id)}'", parameter, $"it has {id.Length} characters and at most {maxLength} are allowed");
    }

    public static string PageToken(string token) => token.Length <= MaxPageTokenLength
        ? token
        : throw Invalid($"'{Quote(token)}'", "page_token", "it was not made here");

    public static string Quote(string text) =>
        text.Length <= MaxQuotedLength ? text : string.Concat(text.AsSpan(0, MaxQuotedLength), "…");

    public static GrpcException Missing(string parameter) =>
        new(GrpcStatusCode.InvalidArgument, $"Missing value for required parameter '{parameter}'.");

    public static GrpcException Invalid(string value, string parameter, string rule) =>
        new(GrpcStatusCode.InvalidArgument, $"Invalid value {value} for parameter '{parameter}' supplied: {rule}.");

    private static void Require(string value, string parameter)
    {
        if (value.Length == 0)
        {
            throw Missing(parameter);
        }
    }
}
