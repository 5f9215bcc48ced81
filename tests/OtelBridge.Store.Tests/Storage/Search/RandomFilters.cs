using System.Globalization;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>Writes filters and orders over the vocabulary of <see cref="ModelTraces"/>.</summary>
internal sealed class RandomFilters(Random random)
{
    private static readonly string[] Comparators = ["=", "!=", "<", "<=", ">", ">="];

    private static readonly string[] Orders =
    [
        "timestamp_ms", "execution_time", "end_time", "status", "request_id", "name", "run_id", "experiment_id", "tags.env", "metadata.build", "session", "user",
        "tokens.input", "tokens.output", "tokens.total", "cost.input", "cost.output", "cost.total",
    ];

    private readonly ModelTraces _vocabulary = new(random);

    public string Filter(int depth = 2) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        1 or 2 => $"{Operand(depth)} AND {Operand(depth)}",
        3 => $"{Operand(depth)} OR {Operand(depth)}",
        4 => $"NOT ({Filter(depth - 1)})",
        _ => Comparison(),
    };

    public string[] Order() => [.. Enumerable.Range(0, random.Next(3)).Select(_ => Pick(Orders)).Distinct().Select(key => key + Pick(["", " ASC", " DESC"]))];

    private string Operand(int depth) => $"({Filter(depth - 1)})";

    private string Comparison() => random.Next(24) switch
    {
        0 => Text("status", ["OK", "ERROR", "IN_PROGRESS"]),
        1 => Text("request_id", [TestSupport.OtlpSamples.TraceIdText(random.Next(1, 200))]),
        2 => Text("client_request_id", ["req-1", "req-2", "REQ-3"]),
        3 => Number("timestamp_ms", (long)(TestSupport.OtlpSamples.Start / 1_000_000) + random.Next(60)),
        4 => Number("execution_time", random.Next(40) / 2.0),
        5 => Number("end_time_ms", (long)(TestSupport.OtlpSamples.Start / 1_000_000) + random.Next(100)),
        6 => Text("name", ModelTraces.Names),
        7 => Text("tags.env", ModelTraces.Environments, hasLists: false),
        8 => Text("tags.`my key`", [_vocabulary.Phrase()], hasLists: false),
        9 => Text("metadata.build", ModelTraces.Texts, hasLists: false),
        10 => Text(Pick(["session", "user"]), ["s1", "S1", "ann", "bob"]),
        11 => Text("run_id", ["run1", "run2"]),
        12 => Text("span.name", ModelTraces.Names),
        13 => Text("span.type", ModelTraces.Types),
        14 => Text("span.status", ["OK", "ERROR", "UNSET"]),
        15 => Number("span.duration_ms", Pick([random.Next(30), 10_000, 15_000.5])),
        16 => Text(Pick(["model", "service.name"]), [.. ModelTraces.Models, "tests"]),
        17 => Text("error", ["ValueError: alpha", "error", "Timeout: Beta"]),
        18 => Number(Pick(["tokens.input", "tokens.output", "tokens.total"]), random.Next(8)),
        19 => Text(Pick(["feedback.quality", "expectation.`fast enough`", "feedback.none"]), ModelTraces.Values),
        20 => random.Next(2) == 0
            ? Number(Pick(["span.attributes.count", "span.attributes.share", "span.attributes.`as text`"]), random.Next(10) / 2.0)
            : Text(Pick(["span.attributes.note", "span.attributes.label", "span.attributes.`as text`", "span.attributes.mlflow.spanType"]), [_vocabulary.Phrase(), .. ModelTraces.Types]),
        21 => $"trace.text MATCH '{_vocabulary.Phrase()}{Pick(["", "*"])}'",
        22 => Number(Pick(["cost.input", "cost.output", "cost.total", "span.cost"]), random.Next(12) / 4.0),
        _ => $"{Pick(["trace.text", "span.content"])} {Pick(["LIKE", "ILIKE"])} '{Pattern(_vocabulary.Phrase())}'",
    };

    private string Number(string field, double value) => string.Create(CultureInfo.InvariantCulture, $"{field} {Pick(Comparators)} {value}");

    private string Text(string field, string[] values, bool hasLists = true) => random.Next(hasLists ? 8 : 6) switch
    {
        0 or 1 => $"{field} = '{Pick(values)}'",
        2 => $"{field} != '{Pick(values)}'",
        3 => $"{field} LIKE '{Pattern(Pick(values))}'",
        4 => $"{field} ILIKE '{Pattern(Pick(values))}'",
        5 => $"{field} RLIKE '{Pick(["^", ""])}{System.Text.RegularExpressions.Regex.Escape(Part(Pick(values)))}{Pick(["$", "", ".*[a-z]"])}'",
        6 => $"{field} IN ('{Pick(values)}', '{Pick(values)}')",
        _ => $"{field} NOT IN ('{Pick(values)}', '{Pick(values)}')",
    };

    private string Pattern(string value) => random.Next(6) switch
    {
        0 => value,
        1 => Part(value) + "%",
        2 => "%" + Part(value),
        3 => value[..^1] + "_",
        4 => $"%{Part(value).ToUpperInvariant()}%",
        _ => $"%{Part(value)}%",
    };

    private string Part(string value)
    {
        var start = random.Next(value.Length);
        return value.Substring(start, random.Next(1, value.Length - start + 1));
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
