using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Export;
using OtelBridge.Export.Dialects;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Writing;

namespace OtelBridge.Benchmarks.Export;

/// <summary>What a dialect costs a destination for each span, from the ended Activity to the bytes of the request, beyond writing the span in MLflow's words.</summary>
/// <remarks>A model call with a chat of six messages and 2 KB; a tool call; and a span that has nothing to translate.</remarks>
internal sealed class DialectBenchmark : Benchmark
{
    private static readonly (string Name, SpanDialects Dialects)[] Tongues =
    [
        ("genai", SpanDialects.Mlflow | SpanDialects.GenAi),
        ("openinference", SpanDialects.Mlflow | SpanDialects.OpenInference),
        ("both", SpanDialects.Mlflow | SpanDialects.GenAi | SpanDialects.OpenInference),
    ];

    private readonly int _iterations;
    private readonly (string Name, Activity Span)[] _spans;
    private readonly Dictionary<string, Series> _figures = new(StringComparer.Ordinal); // two for each tongue and span

    public DialectBenchmark(bool quick)
    {
        _iterations = quick ? 2_000 : 10_000;
        _spans = [("model", Model()), ("tool", Tool()), ("plain", Plain())];
        foreach (var (tongue, span) in Tongues.SelectMany(tongue => _spans.Select(span => (tongue.Name, span.Name))))
        {
            _figures[$"{tongue}.{span}.time"] = new Series($"dialects.{tongue}.{span}.time", "ns", Result.Lower, null, "the same span in MLflow's words");
            _figures[$"{tongue}.{span}.bytes"] = new Series($"dialects.{tongue}.{span}.bytes", "bytes", Result.Lower, null, "the same span in MLflow's words");
        }
    }

    public override IReadOnlyList<Series> Figures => [.. _figures.Values];

    public override Task WarmUpAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            Measure(static (_, _) => { });
        }

        return Task.CompletedTask;
    }

    public override Task RunRoundAsync(int round)
    {
        Measure(static (series, value) => series.Add(value));
        return Task.CompletedTask;
    }

    private static Activity Model() => Ended(
        SpanType.ChatModel,
        $$"""{"model":"gpt-4o","temperature":0.5,"messages":[{{string.Join(',', Enumerable.Range(0, 6).Select(i => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":"{{new string('x', 300)}}"}"""))}}]}""",
        """{"id":"r1","model":"gpt-4o-2024","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"The answer."}}]}""")
        .SetTag(MlflowKeys.ChatTokenUsage, """{"input_tokens":10,"output_tokens":5,"total_tokens":15}""");

    private static Activity Tool() => Ended(SpanType.Tool, """{"city":"Bern"}""", "\"sunny\"");

    private static Activity Plain()
    {
        var activity = new Activity("GET").Start().SetTag("url.full", "http://example").SetTag("http.request.method", "GET").SetTag("http.response.status_code", 200);
        activity.Stop();
        return activity;
    }

    private static Activity Ended(string type, string inputs, string outputs)
    {
        var activity = new Activity("work").Start().SetTag(MlflowKeys.TraceRequestId, "tr-0123456789abcdef0123456789abcdef").SetTag(MlflowKeys.SpanType, type)
            .SetTag(MlflowKeys.SpanInputs, inputs).SetTag(MlflowKeys.SpanOutputs, outputs);
        activity.Stop();
        return activity;
    }

    private void Measure(Action<Series, double> add)
    {
        foreach (var (name, span) in _spans)
        {
            var plain = Cost(new OtlpRequestWriter([], int.MaxValue, SpanForm.Plain), span);
            foreach (var (tongue, dialects) in Tongues)
            {
                var form = SpanForm.Plain with { Changes = [new DialectChange(dialects, new ContentRule(true, int.MaxValue))] };
                var translated = Cost(new OtlpRequestWriter([], int.MaxValue, form), span);
                add(_figures[$"{tongue}.{name}.time"], translated.Nanoseconds - plain.Nanoseconds);
                add(_figures[$"{tongue}.{name}.bytes"], translated.Bytes - plain.Bytes);
            }
        }
    }

    private (double Nanoseconds, double Bytes) Cost(OtlpRequestWriter writer, Activity span)
    {
        Activity[] spans = [span];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _iterations; i++)
        {
            writer.Write(spans, 0);
        }

        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds / _iterations, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / _iterations);
    }
}
