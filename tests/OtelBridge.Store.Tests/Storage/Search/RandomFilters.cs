using OtelBridge.TestSupport.Searching;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>Writes filters and orders over the vocabulary of <see cref="ModelTraces"/>.</summary>
internal sealed class RandomFilters(Random random) : RandomFilterText(random)
{
    private static readonly string[] Orders =
    [
        "timestamp_ms", "execution_time", "end_time", "status", "request_id", "name", "run_id", "experiment_id", "tags.env", "metadata.build", "session", "user",
        "tokens.input", "tokens.output", "tokens.total", "cost.input", "cost.output", "cost.total",
    ];

    private readonly ModelTraces _vocabulary = new(random);

    protected override string OrderKey() => Pick(Orders);

    protected override string Comparison() => Random.Next(24) switch
    {
        0 => Text("status", ["OK", "ERROR", "IN_PROGRESS"]),
        1 => Text("request_id", [TestSupport.OtlpSamples.TraceIdText(Random.Next(1, 200))]),
        2 => Text("client_request_id", ["req-1", "req-2", "REQ-3"]),
        3 => Number("timestamp_ms", (long)(TestSupport.OtlpSamples.Start / 1_000_000) + Random.Next(60)),
        4 => Number("execution_time", Random.Next(40) / 2.0),
        5 => Number("end_time_ms", (long)(TestSupport.OtlpSamples.Start / 1_000_000) + Random.Next(100)),
        6 => Text("name", ModelTraces.Names),
        7 => Text("tags.env", ModelTraces.Environments, hasLists: false),
        8 => Text("tags.`my key`", [_vocabulary.Phrase()], hasLists: false),
        9 => Text("metadata.build", ModelTraces.Texts, hasLists: false),
        10 => Text(Pick(["session", "user"]), ["s1", "S1", "ann", "bob"]),
        11 => Text("run_id", ["run1", "run2"]),
        12 => Text("span.name", ModelTraces.Names),
        13 => Text("span.type", ModelTraces.Types),
        14 => Text("span.status", ["OK", "ERROR", "UNSET"]),
        15 => Number("span.duration_ms", Pick([Random.Next(30), 10_000, 15_000.5])),
        16 => Text(Pick(["model", "service.name"]), [.. ModelTraces.Models, "tests"]),
        17 => Text("error", ["ValueError: alpha", "error", "Timeout: Beta"]),
        18 => Number(Pick(["tokens.input", "tokens.output", "tokens.total"]), Random.Next(8)),
        19 => Text(Pick(["feedback.quality", "expectation.`fast enough`", "feedback.none"]), ModelTraces.Values),
        20 => Random.Next(2) == 0
            ? Number(Pick(["span.attributes.count", "span.attributes.share", "span.attributes.`as text`"]), Random.Next(10) / 2.0)
            : Text(Pick(["span.attributes.note", "span.attributes.label", "span.attributes.`as text`", "span.attributes.mlflow.spanType"]), [_vocabulary.Phrase(), .. ModelTraces.Types]),
        21 => $"trace.text MATCH '{_vocabulary.Phrase()}{Pick(["", "*"])}'",
        22 => Number(Pick(["cost.input", "cost.output", "cost.total", "span.cost"]), Random.Next(12) / 4.0),
        _ => $"{Pick(["trace.text", "span.content"])} {Pick(["LIKE", "ILIKE"])} '{Pattern(_vocabulary.Phrase())}'",
    };
}
