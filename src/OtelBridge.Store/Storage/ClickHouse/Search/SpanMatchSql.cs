using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>The conditions that one span of a trace must meet all together.</summary>
internal sealed class SpanMatchSql(SearchContext context)
{
    private readonly ClickHouseValues _values = context.Values;

    public SearchCondition Compile(ServiceTraceQuery query)
    {
        context.AsksSpans = true;
        var test = string.Join(" AND ", Tests(query));
        var matches = query.Attributes.Where(static match => SpanAttributeCheck.AsksForFailure(match) is null).ToList();
        return matches.Count == 0
            ? new SqlCondition(SpanTests.Any(test))
            : new ContentCondition(
                new SpanMatchCheck(query), SpanTests.Any($"{test} AND {string.Join(" AND ", matches.Select(MayHave))}"), SearchCondition.Never, null);
    }

    private IEnumerable<string> Tests(ServiceTraceQuery query)
    {
        yield return SearchCondition.Always;
        if (query.ServiceName is { } service)
        {
            yield return service.Length == 0 ? "s.service IS NULL" : $"s.service = {_values.Add(service)}";
        }

        if (query.SpanName is { } name)
        {
            yield return $"s.name = {_values.Add(name)}";
        }

        foreach (var failed in query.Attributes.Select(SpanAttributeCheck.AsksForFailure).OfType<bool>())
        {
            yield return $"s.status {(failed ? "=" : "!=")} {(int)Otlp.Status.Types.StatusCode.Error}";
        }

        if (query.MinDurationNano is { } shortest)
        {
            yield return $"s.end_ns - s.start_ns >= {_values.Add(shortest)}";
        }

        if (query.MaxDurationNano is { } longest)
        {
            yield return $"s.end_ns - s.start_ns <= {_values.Add(longest)}";
        }
    }

    // A value stands in the text of the span, or belongs to a resource or scope that has the key. Escapes stand undone in the text, and fields not at all.
    private string MayHave(SpanAttributeMatch match)
    {
        if (match.Value is not { } value || match.Keys.Any(SpanAttributeCheck.IsField) || value.Contains('\\', StringComparison.Ordinal) || !SearchableText.CanTell(value))
        {
            return SearchCondition.Always;
        }

        var owned = match.Keys.SelectMany(static key => (string[])(SpanAttributeCheck.ResourceKey(key) is { } own ? [key, own] : [key])).Distinct()
            .Select(key => $"position(s.resource, {_values.Add(key)}) > 0 OR position(s.scope, {_values.Add(key)}) > 0");
        return $"({string.Join(" OR ", [PieceText.Has(TextFolding.Fold(Unquoted(value)), _values), .. owned])})";
    }

    private static string Unquoted(string value) => value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
