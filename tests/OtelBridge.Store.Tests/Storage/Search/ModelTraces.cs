using System.Globalization;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>Makes traces of a small vocabulary, so that random filters find some and not all.</summary>
internal sealed class ModelTraces(Random random)
{
    public static readonly string[] Names = ["answer", "Answer", "plan trip", "retrieve", "rerank_1", "größe"];
    public static readonly string[] Types = ["LLM", "TOOL", "AGENT", "llm"];
    public static readonly string[] Texts =
        ["alpha", "Beta", "gamma-ray", "Größe", "42", "error_code", "x1y2", "the", "alphabet", "日本語", "50%", new('z', 70), "beta.", "ALPHA"];

    public static readonly string[] Environments = ["prod", "Prod", "staging", "production", "dev_1"];
    public static readonly string[] Models = ["gpt-4o", "gpt-4o-mini", "claude"];
    public static readonly string[] Exceptions = ["ValueError", "Timeout"];
    public static readonly string[] Values = ["true", "false", "5", "\"good\"", "\"very good\"", "0.5"];

    public ModelTrace Make(int number, string experimentId)
    {
        var hasRoot = random.Next(8) > 0;
        var count = random.Next(1, 5);
        var spans = new List<Span>();
        for (var i = 0; i < count; i++)
        {
            spans.Add(Make(number, i, isRoot: i == 0 && hasRoot));
        }

        if (hasRoot)
        {
            Describe(spans[0]);
        }

        var trace = new ModelTrace(number, experimentId, spans);
        for (var i = random.Next(3); i > 0; i--)
        {
            (random.Next(2) == 0 ? trace.Feedback : trace.Expectations).Add((Pick(["quality", "fast enough"]), Pick(Values)));
        }

        return trace;
    }

    public string Phrase() => string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(Texts)));

    private Span Make(int number, int place, bool isRoot)
    {
        var status = random.Next(6) == 0 ? Status.Types.StatusCode.Error : (Status.Types.StatusCode)random.Next(2);
        var span = Span(
            number, place + 1, isRoot ? null : 99, Pick(Names), random.Next(60), random.Next(9) == 0 ? (isRoot ? 0 : -1) : random.Next(30) * (random.Next(20) == 0 ? 1000 : 1), status);
        if (status == Status.Types.StatusCode.Error && random.Next(2) == 0)
        {
            span.Status.Message = Phrase();
        }

        Maybe(() => span.With("mlflow.spanType", Pick(Types)));
        Maybe(() => span.With("note", Phrase()));
        Maybe(() => span.With("label", Pick(Texts)));
        Maybe(() => span.With("count", new AnyValue { IntValue = random.Next(6) }));
        Maybe(() => span.With("share", new AnyValue { DoubleValue = random.Next(5) / 4.0 }));
        Maybe(() => span.With("as text", random.Next(6).ToString(CultureInfo.InvariantCulture)));
        Maybe(() => span.With("gen_ai.request.model", Pick(Models)));
        Maybe(() =>
        {
            var (input, output) = (random.Next(5), random.Next(5));
            span.With("mlflow.llm.cost", string.Create(
                CultureInfo.InvariantCulture, $$"""{"input_cost":{{input / 4m}},"output_cost":{{output / 4m}},"total_cost":{{(input + output) / 4m}}}"""));
        });
        if (random.Next(8) == 0)
        {
            var happened = new Span.Types.Event { Name = "exception", TimeUnixNano = span.StartTimeUnixNano };
            happened.Attributes.Add(Attribute("exception.type", Pick(Exceptions)));
            happened.Attributes.Add(Attribute("exception.message", Phrase()));
            span.Events.Add(happened);
        }

        return span;
    }

    private void Describe(Span root)
    {
        Maybe(() => root.With("mlflow.trace.tag.env", Pick(Environments)));
        Maybe(() => root.With("mlflow.trace.tag.my key", Phrase()));
        Maybe(() => root.With("mlflow.trace.metadata.build", Pick(Texts)));
        Maybe(() => root.With("mlflow.trace.metadata.mlflow.sourceRun", Pick(["run1", "run2"])));
        Maybe(() => root.With("mlflow.trace.session", Pick(["s1", "s2", "S1"])));
        Maybe(() => root.With("mlflow.trace.user", Pick(["ann", "bob"])));
        Maybe(() => root.With("mlflow.trace.clientRequestId", Pick(["req-1", "req-2", "REQ-3"])));
        Maybe(() =>
        {
            var (input, output) = (random.Next(5), random.Next(5));
            root.With("mlflow.chat.tokenUsage", $$"""{"input_tokens":{{input}},"output_tokens":{{output}},"total_tokens":{{input + output}}}""");
        });
    }

    private void Maybe(Action action)
    {
        if (random.Next(2) == 0)
        {
            action();
        }
    }

    private string Pick(string[] values) => values[random.Next(values.Length)];
}
