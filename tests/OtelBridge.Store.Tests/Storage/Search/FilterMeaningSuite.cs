using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>What every field and operator of the filter language finds, by example. Every backend inherits it; docs/mlflow-compatibility.md names it.</summary>
public abstract class FilterMeaningSuite : StoreSuite
{
    private const string Linked = "{run}"; // stands for the id of the run that the store made

    /// <summary>Gets which part of the examples is counted as well, which a backend does by the same condition: one in so many.</summary>
    protected virtual int CountedEach => 1;

    // All of them over the same traces: to store these takes longer than to ask.
    [Fact]
    public async Task Filter_EachOperatorOfEachField_FindsWhatItMeans()
    {
        var run = await StoreTracesAsync();
        var wrong = new List<string>(); // bounded by the examples
        foreach (var (i, (_, filter, expected)) in FilterExamples.All.Index())
        {
            var query = new TraceQuery(["0"], 100, string.Empty) { Filter = filter.Replace(Linked, run, StringComparison.Ordinal) };

            var found = await Store.Reader.SearchTracesAsync(query, CancellationToken.None).WaitAsync(Patience);

            var numbers = Enumerable.Range(1, 3).Where(number => found.Items.Any(info => info.TraceId == TraceIdText(number)));
            var counted = i % CountedEach == 0 ? await Store.Reader.CountTracesAsync(["0"], query.Filter, CancellationToken.None).WaitAsync(Patience) : expected.Length;
            if (string.Concat(numbers) != expected || counted != expected.Length)
            {
                wrong.Add($"{filter}: found '{string.Concat(numbers)}' and counted {counted} for '{expected}'");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Examples_OfEveryFieldAndOperator_AreThere()
    {
        var shown = FilterExamples.All.SelectMany(example => Comparisons(TraceFilter.Parse(example.Filter))).ToHashSet();

        var missing = from rule in TraceVocabulary.Instance.Fields
                      from one in rule.Operators
                      where !shown.Contains((rule.Kind, one))
                      select $"{rule.Kind} {one}";
        missing.ShouldBeEmpty();
    }

    private static IEnumerable<(FilterFieldKind Field, FilterOperator Operator)> Comparisons(FilterNode? node) => node switch
    {
        ComparisonNode comparison => [(comparison.Field.Kind, comparison.Operator)],
        AndNode and => and.Operands.SelectMany(Comparisons),
        OrNode or => or.Operands.SelectMany(Comparisons),
        NotNode not => Comparisons(not.Operand),
        _ => [],
    };

    /// <summary>One trace that went well, one that failed, one that runs.</summary>
    private async Task<string> StoreTracesAsync()
    {
        await IngestAsync(From("shop",
            Span(1, 1, name: "answer", durationMs: 40)
                .With("mlflow.spanInputs", """{"question":"What is a refund?"}""")
                .With("mlflow.trace.tag.env", "prod").With("mlflow.trace.tag.label", "Blue Sky")
                .With("mlflow.trace.metadata.region", "eu-west").With("session.id", "s-1").With("user.id", "ada")
                .With("mlflow.trace.clientRequestId", "req-one"),
            Span(1, 2, parent: 1, name: "lookup", offsetMs: 1, durationMs: 5).With("mlflow.spanType", "TOOL").With("city", "Paris").With("temp", new AnyValue { DoubleValue = 0.7 }),
            Span(1, 3, parent: 1, name: "chat gpt-4o", offsetMs: 2, durationMs: 20, status: Status.Types.StatusCode.Unset)
                .With("gen_ai.operation.name", "chat").With("gen_ai.request.model", "gpt-4o")
                .With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 10 }).With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 5 })
                .With("mlflow.llm.cost", """{"input_cost":0.025,"output_cost":0.05,"total_cost":0.075}""")));
        var failed = Span(2, 1, name: "Answer again", offsetMs: 1000, durationMs: 500, status: Status.Types.StatusCode.Error)
            .With("mlflow.trace.tag.env", "dev").With("mlflow.trace.tag.label", "blue sea").With("mlflow.trace.metadata.region", "us-east")
            .With("session.id", "s-2").With("user.id", "bob").With("mlflow.trace.clientRequestId", "req-two")
            .With("mlflow.trace.metadata.mlflow.sourceRun", "run-two")
            .With("mlflow.spanType", "AGENT").With("gen_ai.request.model", "claude-3").With("city", "Rome").With("temp", new AnyValue { DoubleValue = 0.2 })
            .With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 100 }).With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 50 })
            .With("mlflow.llm.cost", """{"input_cost":2.5,"output_cost":5,"total_cost":7.5}""");
        failed.Events.Add(new Span.Types.Event
        {
            Name = "exception",
            TimeUnixNano = failed.EndTimeUnixNano,
            Attributes = { Attribute("exception.type", "TimeoutError"), Attribute("exception.message", "no answer in time") },
        });
        await IngestAsync(From("billing", failed));
        await IngestAsync(From("shop", Span(3, 2, parent: 1, name: "waiting", offsetMs: 2000, durationMs: -1)));

        await AssessAsync(1, new Assessment { Name = "grade", Feedback = new Feedback { Value = "\"good\"" } });
        await AssessAsync(2, new Assessment { Name = "grade", Feedback = new Feedback { Value = "\"bad\"" } });
        await AssessAsync(1, new Assessment { Name = "result", Expectation = new Expectation { Value = "42" } });
        await AssessAsync(2, new Assessment { Name = "result", Expectation = new Expectation { Value = "41" } });
        var run = await Store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0" }, CancellationToken.None).WaitAsync(Patience);
        await Store.Records.LinkToRunAsync([TraceIdText(1)], run.RunId, CancellationToken.None).WaitAsync(Patience);
        return run.RunId;
    }

    private async Task AssessAsync(int trace, Assessment assessment)
    {
        assessment.TraceId = TraceIdText(trace);
        assessment.SourceType = AssessmentSourceType.Code;
        assessment.SourceId = "tests";
        await Store.Assessments.CreateAsync(assessment, CancellationToken.None).WaitAsync(Patience);
    }

    private static ExportTraceServiceRequest From(string service, params Span[] spans)
    {
        var request = Request(spans);
        request.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = service;
        return request;
    }
}
