using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtelBridge.Otlp;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>What a search must find, worked out trace by trace in the plainest way.</summary>
internal static partial class NaiveSearch
{
    public static IEnumerable<ModelTrace> Run(IEnumerable<ModelTrace> traces, FilterNode? filter, IReadOnlyList<OrderTerm> order)
    {
        // From the least important key to the most, since these sorts are stable. What was stored last is the last of the list.
        var sorted = traces.Reverse().Where(trace => filter is null || Holds(filter, trace)).OrderByDescending(trace => trace.StartNano);
        return order.Reverse().Aggregate(sorted.AsEnumerable(), Sort);
    }

    public static bool Holds(FilterNode node, ModelTrace trace) => node switch
    {
        AndNode and => and.Operands.All(operand => Holds(operand, trace)),
        OrNode or => or.Operands.Any(operand => Holds(operand, trace)),
        NotNode not => !Holds(not.Operand, trace),
        NeverNode => false,
        ComparisonNode { Operator: FilterOperator.Match } match => HasWords(match.Value.Text!, trace),
        ComparisonNode { Value.Number: { } number } comparison => Numbers(comparison.Field, trace).Any(actual => Compares(comparison.Operator, actual.CompareTo(number))),
        ComparisonNode comparison => Texts(comparison.Field, trace).Any(actual => Compares(comparison, actual)),
        _ => throw new InvalidOperationException($"A node that nobody knows: {node}."),
    };

    private static IEnumerable<ModelTrace> Sort(IEnumerable<ModelTrace> traces, OrderTerm term)
    {
        var isNumber = term.Field.Kind is FilterFieldKind.StartTime or FilterFieldKind.Duration or FilterFieldKind.EndTime
            or FilterFieldKind.InputTokens or FilterFieldKind.OutputTokens or FilterFieldKind.TotalTokens or FilterFieldKind.ExperimentId
            or FilterFieldKind.InputCost or FilterFieldKind.OutputCost or FilterFieldKind.TotalCost;
        var keyed = traces.Select(trace => (Trace: trace, Key: isNumber ? Exact(term.Field, trace) : (IComparable?)Texts(term.Field, trace).FirstOrDefault())).ToList();
        var comparer = Comparer<IComparable?>.Create((a, b) => a is string x && b is string y ? string.CompareOrdinal(x, y) : Comparer<IComparable?>.Default.Compare(a, b));
        var present = keyed.Where(item => item.Key is not null);
        return (term.Descending ? present.OrderByDescending(item => item.Key, comparer) : present.OrderBy(item => item.Key, comparer))
            .Concat(keyed.Where(item => item.Key is null)).Select(item => item.Trace);
    }

    // Orders are finer than the milliseconds of filters.
    private static IComparable? Exact(FilterField field, ModelTrace trace) => field.Kind switch
    {
        FilterFieldKind.StartTime => trace.StartNano,
        FilterFieldKind.Duration => trace.DurationNano,
        FilterFieldKind.EndTime => trace.StartNano + (trace.DurationNano ?? 0),
        FilterFieldKind.ExperimentId => long.Parse(trace.ExperimentId, CultureInfo.InvariantCulture),
        _ => Numbers(field, trace).Select(number => (double?)number).FirstOrDefault(),
    };

    private static IEnumerable<double> Numbers(FilterField field, ModelTrace trace)
    {
        switch (field.Kind)
        {
            case FilterFieldKind.StartTime:
                return [trace.StartNano / 1_000_000];
            case FilterFieldKind.Duration:
                return trace.DurationNano is { } duration ? [duration / 1_000_000] : [];
            case FilterFieldKind.EndTime:
                return [(trace.StartNano / 1_000_000) + ((trace.DurationNano ?? 0) / 1_000_000)];
            case FilterFieldKind.SpanDuration:
                return trace.Spans.Where(span => span.EndTimeUnixNano > 0).Select(span => (span.EndTimeUnixNano - span.StartTimeUnixNano) / 1e6);
            case FilterFieldKind.InputCost:
                return Sum([.. Costs(trace, "input_cost")]);
            case FilterFieldKind.OutputCost:
                return Sum([.. Costs(trace, "output_cost")]);
            case FilterFieldKind.TotalCost:
                return Sum([.. Costs(trace, "total_cost")]);
            case FilterFieldKind.SpanCost:
                return Costs(trace, "total_cost");
            case FilterFieldKind.SpanAttribute:
                return Attributes(trace, field.Key).SelectMany(Number);
            default:
                var member = field.Kind switch { FilterFieldKind.InputTokens => "input_tokens", FilterFieldKind.OutputTokens => "output_tokens", _ => "total_tokens" };
                return trace.OfRoot("mlflow.chat.tokenUsage") is { } json ? [JsonDocument.Parse(json).RootElement.GetProperty(member).GetInt64()] : [];
        }
    }

    // No span is below another one here, so each counts.
    private static IEnumerable<double> Costs(ModelTrace trace, string member) =>
        Attributes(trace, "mlflow.llm.cost").Select(cost => JsonDocument.Parse(cost.StringValue).RootElement.GetProperty(member).GetDouble());

    private static double[] Sum(double[] costs) => costs.Length > 0 ? [costs.Sum()] : [];

    private static IEnumerable<double> Number(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => [value.IntValue],
        AnyValue.ValueOneofCase.DoubleValue => [value.DoubleValue],
        _ => double.TryParse(value.StringValue, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? [number] : [],
    };

    private static IEnumerable<string> Texts(FilterField field, ModelTrace trace) => field.Kind switch
    {
        FilterFieldKind.TraceId => [trace.TraceId],
        FilterFieldKind.ClientRequestId => Some(trace.OfRoot("mlflow.trace.clientRequestId")),
        FilterFieldKind.State => [trace.State],
        FilterFieldKind.Name => Some(trace.Root?.Name),
        FilterFieldKind.RunId => Some(trace.OfRoot("mlflow.trace.metadata.mlflow.sourceRun")),
        FilterFieldKind.Session => Some(trace.OfRoot("mlflow.trace.session")),
        FilterFieldKind.User => Some(trace.OfRoot("mlflow.trace.user")),
        FilterFieldKind.Tag => Some(trace.OfRoot("mlflow.trace.tag." + field.Key)),
        FilterFieldKind.Metadata => Some(trace.OfRoot("mlflow.trace.metadata." + field.Key)),
        FilterFieldKind.SpanName => trace.Spans.Select(span => span.Name),
        FilterFieldKind.SpanType => Attributes(trace, "mlflow.spanType").Select(Text),
        FilterFieldKind.SpanStatus => trace.Spans.Select(span => span.Status.Code.ToString().ToUpperInvariant()),
        FilterFieldKind.Model => Attributes(trace, "gen_ai.request.model").Select(Text),
        FilterFieldKind.ServiceName => ["tests"],
        FilterFieldKind.Error => trace.Spans.SelectMany(span => Some(Error(span))),
        FilterFieldKind.Feedback => trace.Feedback.Where(item => item.Name == field.Key).Select(item => item.Json),
        FilterFieldKind.Expectation => trace.Expectations.Where(item => item.Name == field.Key).Select(item => item.Json),
        FilterFieldKind.SpanAttribute => Attributes(trace, field.Key).Select(Text),
        _ => trace.Spans.SelectMany(Pieces),
    };

    private static string? Error(Span span) => span.Events.Count > 0
        ? $"{span.Events[^1].Attributes[0].Value.StringValue}: {span.Events[^1].Attributes[1].Value.StringValue}"
        : span.Status.Code != Status.Types.StatusCode.Error ? null : span.Status.Message.Length > 0 ? span.Status.Message : "error";

    private static IEnumerable<string> Pieces(Span span) =>
    [
        span.Name, span.Status.Message, .. span.Attributes.Select(attribute => Text(attribute.Value)), .. span.Events.Select(happened => happened.Name),
        .. span.Events.SelectMany(happened => happened.Attributes).Select(attribute => Text(attribute.Value)),
    ];

    private static IEnumerable<AnyValue> Attributes(ModelTrace trace, string key) =>
        trace.Spans.SelectMany(span => span.Attributes).Where(attribute => attribute.Key == key).Select(attribute => attribute.Value);

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        _ => value.StringValue,
    };

    private static string[] Some(string? text) => text is null ? [] : [text];

    private static bool Compares(FilterOperator how, int order) => how switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static bool Compares(ComparisonNode comparison, string actual) => comparison.Operator switch
    {
        FilterOperator.Equal => actual == comparison.Value.Text,
        FilterOperator.NotEqual => actual != comparison.Value.Text,
        FilterOperator.In => comparison.Value.Texts!.Contains(actual),
        FilterOperator.NotIn => !comparison.Value.Texts!.Contains(actual),
        FilterOperator.Like => Regex.IsMatch(actual, Like(comparison.Value.Text!), RegexOptions.Singleline),
        FilterOperator.ILike => Regex.IsMatch(actual, Like(comparison.Value.Text!), RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
        _ => Regex.IsMatch(actual, comparison.Value.Text!),
    };

    private static string Like(string pattern) =>
        "^" + Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "\\z";

    private static bool HasWords(string query, ModelTrace trace)
    {
        var words = trace.Spans.SelectMany(Pieces).SelectMany(piece => Word().Matches(piece)).Select(match => match.Value.ToLowerInvariant()).ToHashSet();
        return Word().Matches(query).All(wanted => query[(wanted.Index + wanted.Length)..].StartsWith('*')
            ? words.Any(word => word.StartsWith(wanted.Value.ToLowerInvariant(), StringComparison.Ordinal))
            : words.Contains(wanted.Value.ToLowerInvariant()));
    }

    [GeneratedRegex(@"[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}]|[\p{L}\p{Nd}-[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}]]+")]
    private static partial Regex Word();
}
