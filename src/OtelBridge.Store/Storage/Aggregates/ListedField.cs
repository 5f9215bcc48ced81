using OtelBridge.Attributes;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>The field whose values are listed, as an identifier of a filter names it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The key or name, of those that have one.</param>
internal readonly record struct ListedField(ListedFieldKind Kind, string Key)
{
    private static readonly string[] States = ["ERROR", "IN_PROGRESS", "OK", "STATE_UNSPECIFIED"];
    private static readonly string[] Statuses = ["ERROR", "OK", "UNSET"];

    /// <summary>Gets the values of a field that has the same ones in every store; null for the others.</summary>
    public IReadOnlyList<string>? Fixed => Kind switch
    {
        ListedFieldKind.TraceState => States,
        ListedFieldKind.SpanStatus => Statuses,
        ListedFieldKind.None => [],
        _ => null,
    };

    /// <summary>Reads an identifier, in any of the ways in which a filter spells it.</summary>
    public static ListedField Of(string identifier)
    {
        if (!IsClosed(identifier))
        {
            return default;
        }

        var (entity, key) = Split(identifier);
        return (entity, key) switch
        {
            ("tag", "") => new(ListedFieldKind.TagKey, string.Empty),
            ("metadata", "") => new(ListedFieldKind.MetadataKey, string.Empty),
            ("feedback", "") => new(ListedFieldKind.FeedbackName, string.Empty),
            ("expectation", "") => new(ListedFieldKind.ExpectationName, string.Empty),
            ("attribute", "status") => new(ListedFieldKind.TraceState, string.Empty),
            ("span", "status") => new(ListedFieldKind.SpanStatus, string.Empty),
            ("attribute" or "tag" or "metadata", "name") => new(ListedFieldKind.SpanName, string.Empty),
            ("attribute" or "tag" or "metadata", "run_id") => new(ListedFieldKind.RunId, string.Empty),
            ("attribute", "model") => new(ListedFieldKind.Model, string.Empty),
            ("attribute", "session") => new(ListedFieldKind.Metadata, MlflowKeys.TraceSession),
            ("attribute", "user") => new(ListedFieldKind.Metadata, MlflowKeys.TraceUser),
            ("service", "name") => new(ListedFieldKind.ServiceName, string.Empty),
            ("span", "name") => new(ListedFieldKind.SpanName, string.Empty),
            ("span", "type") => new(ListedFieldKind.SpanType, string.Empty),
            ("tag", _) => new(ListedFieldKind.Tag, key),
            ("metadata", _) => new(ListedFieldKind.Metadata, key),
            ("feedback", _) => new(ListedFieldKind.Feedback, key),
            ("expectation", _) => new(ListedFieldKind.Expectation, key),
            _ => default,
        };
    }

    /// <summary>Whether a value begins in some way, whatever the case.</summary>
    public static bool Begins(string value, string prefix) => TextFolding.Fold(value).StartsWith(TextFolding.Fold(prefix), StringComparison.Ordinal);

    // While somebody types it, a quote may be open.
    private static bool IsClosed(string identifier)
    {
        for (var i = 0; i < identifier.Length; i++)
        {
            if (FilterQuotes.IsQuote(identifier[i]))
            {
                var end = FilterQuotes.End(identifier, i);
                if (end < 0)
                {
                    return false;
                }

                i = end - 1;
            }
        }

        return true;
    }

    private static (string Entity, string Key) Split(string identifier)
    {
        var (entity, key) = FilterIdentifier.Of(identifier);
        return entity?.ToLowerInvariant() switch
        {
            null or "attributes" or "attribute" or "trace" => ("attribute", key),
            "tags" => ("tag", key),
            "request_metadata" => ("metadata", key),
            { } other => (other, key),
        };
    }
}
