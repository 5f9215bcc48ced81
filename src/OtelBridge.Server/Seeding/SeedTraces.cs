using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Seeding;

/// <summary>Makes traces like those of services that answer questions over documents: ten spans of agents, models, retrievers and tools. The same seed, the same traces.</summary>
/// <remarks>Two of a hundred fail; sessions have some turns each; durations are skewed as in life; question, documents and answer stand in several spans of a trace.</remarks>
internal sealed class SeedTraces
{
    public const int SpansPerTrace = 10;

    private const ulong FirstStart = 1_756_684_800_000_000_000; // 2025-09-01
    private const int NanosPerMilli = 1_000_000;

    private static readonly string[] Services = ["question-service", "support-agent", "report-writer", "code-helper"];
    private static readonly string[] Names = ["answer", "handle_ticket", "write_report", "review_change", "plan_trip"];
    private static readonly string[] Models = ["gpt-4o-mini", "gpt-4o", "claude-sonnet-4", "llama-3.3-70b"];
    private static readonly string[] Tools = ["lookup_order", "search_web", "run_query", "send_mail", "calculator"];
    private static readonly string[] Exceptions = ["TimeoutError", "RateLimitError", "ValueError", "System.Net.Http.HttpRequestException"];

    private static readonly (string Name, string Type, int Parent)[] Steps =
    [
        ("", SpanType.Agent, -1), ("rewrite question", SpanType.ChatModel, 0), ("retrieve", SpanType.Retriever, 0), ("embed", SpanType.Embedding, 2),
        ("rerank", SpanType.Reranker, 0), ("plan", SpanType.ChatModel, 0), ("", SpanType.Tool, 5), ("compose", SpanType.Chain, 0), ("chat", SpanType.ChatModel, 7),
        ("parse", SpanType.Parser, 0),
    ];

    private readonly Random _random;
    private readonly SeedText _text;
    private ulong _clock = FirstStart;

    public SeedTraces(int seed)
    {
        _random = new Random(seed);
        _text = new SeedText(_random);
    }

    /// <summary>Makes a request of so many whole traces of one service.</summary>
    public ExportTraceServiceRequest Request(int traces)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "otelbridge.seed", Version = "1" } };
        for (var i = 0; i < traces; i++)
        {
            scope.Spans.AddRange(Trace());
        }

        var resource = new Resource();
        resource.Attributes.Add(Text("service.name", Pick(Services)));
        resource.Attributes.Add(Text("telemetry.sdk.language", "dotnet"));
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } };
    }

    private Span[] Trace()
    {
        _clock += (ulong)_random.Next(1, 5_000) * NanosPerMilli;
        var (traceId, contents, model) = (Id(16), Contents(), Pick(Models));
        var failed = _random.Next(50) == 0 ? _random.Next(1, SpansPerTrace) : -1;
        var spans = new Span[SpansPerTrace];
        var start = _clock;
        for (var i = 1; i < SpansPerTrace; i++)
        {
            var (name, type, parent) = Steps[i];
            start += (ulong)_random.Next(1, 20) * NanosPerMilli;

            // Mostly some hundred milliseconds, now and then many seconds.
            var duration = (ulong)(Math.Exp((_random.NextDouble() * 5) + (_random.NextDouble() * 3)) * 3 * NanosPerMilli) + 1;
            spans[i] = Make(traceId, name.Length > 0 ? name : Pick(Tools), type, start, start + duration, contents[i]);
            start += duration / 4;
            if (type == SpanType.ChatModel)
            {
                AddUsage(spans[i], model);
            }

            if (i == failed)
            {
                Fail(spans[i]);
            }
        }

        spans[0] = Make(traceId, Pick(Names), SpanType.Agent, _clock, spans.Skip(1).Max(span => span.EndTimeUnixNano) + NanosPerMilli, contents[0]);
        for (var i = 1; i < SpansPerTrace; i++)
        {
            spans[i].ParentSpanId = spans[Steps[i].Parent].SpanId;
        }

        Describe(spans[0], failed >= 0);
        return spans;
    }

    private Span Make(ByteString traceId, string name, string type, ulong start, ulong end, (object Inputs, object Outputs) content) => new()
    {
        TraceId = traceId,
        SpanId = Id(8),
        Name = name,
        Kind = Span.Types.SpanKind.Internal,
        StartTimeUnixNano = start,
        EndTimeUnixNano = end,
        Status = new Status { Code = Status.Types.StatusCode.Ok },
        Attributes =
        {
            Text(MlflowKeys.SpanType, type),
            Text(MlflowKeys.SpanInputs, JsonSerializer.Serialize(content.Inputs)),
            Text(MlflowKeys.SpanOutputs, JsonSerializer.Serialize(content.Outputs)),
        },
    };

    private void Describe(Span root, bool hasFailed)
    {
        root.Attributes.Add(Text(MlflowKeys.TraceSession, string.Create(CultureInfo.InvariantCulture, $"session-{_random.Next(1, 200_000)}")));
        root.Attributes.Add(Text(MlflowKeys.TraceUser, string.Create(CultureInfo.InvariantCulture, $"user-{_random.Next(1, 20_000)}")));
        root.Attributes.Add(Text(MlflowKeys.TraceTagPrefix + "environment", _random.Next(100) switch { < 85 => "production", < 97 => "staging", _ => "development" }));
        root.Attributes.Add(Text(MlflowKeys.TraceTagPrefix + "team", Pick(["search", "billing", "travel"])));
        root.Attributes.Add(Text(MlflowKeys.TraceMetadataPrefix + "build", string.Create(CultureInfo.InvariantCulture, $"1.{_random.Next(40)}.{_random.Next(10)}")));
        if (hasFailed && _random.Next(2) == 0)
        {
            root.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "a step failed" };
        }
    }

    private void Fail(Span span)
    {
        var (type, message) = (Pick(Exceptions), $"The {Pick(Tools)} did not answer: {_text.Write(60)}");
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = message };
        span.Events.Add(new Span.Types.Event
        {
            Name = "exception",
            TimeUnixNano = span.EndTimeUnixNano,
            Attributes = { Text("exception.type", type), Text("exception.message", message) },
        });
    }

    private (object Inputs, object Outputs)[] Contents()
    {
        var (question, rewritten, answer) = (_text.Write(120), _text.Write(90), _text.Write(420));
        var documents = Enumerable.Range(0, 3).Select(_ => new { page_content = _text.Write(330), metadata = new { doc_uri = $"docs/{_random.Next(100_000)}.md" } }).ToArray();
        var order = new { order = new Guid(Id(16).Span), state = "shipped", lines = Enumerable.Range(0, 4).Select(_ => new { sku = _random.Next(1_000_000), count = _random.Next(9) }) };
        var vector = Enumerable.Range(0, 16).Select(_ => Math.Round(_random.NextDouble(), 4)).ToArray();
        var system = new { role = "system", content = "You answer questions of customers. Use only the documents below, and name the document you used." };
        var user = new { role = "user", content = question };
        return
        [
            (new { question }, new { answer }),
            (new { messages = new[] { system, user } }, new { choices = new[] { new { message = new { role = "assistant", content = rewritten } } } }),
            (new { query = rewritten, k = 3 }, documents),
            (new { input = rewritten }, new { vector }),
            (new { query = question, documents = documents.Select(d => d.metadata) }, documents.Reverse().Select(d => d.metadata)),
            (new { messages = new[] { system, user } }, new { tool = "lookup", reasoning = _text.Write(300) }),
            (new { order.order }, order),
            (new { question, notes = _text.Write(240) }, new { answer }),
            (new { messages = new[] { system, new { role = "user", content = documents[0].page_content + "\n" + question } } }, new { content = answer }),
            (new { text = answer }, new { sentences = answer.Split(". ") }),
        ];
    }

    private void AddUsage(Span span, string model)
    {
        var (input, output) = (_random.Next(200, 3000), _random.Next(20, 600));
        span.Attributes.Add(Text(MlflowKeys.ChatTokenUsage, string.Create(
            CultureInfo.InvariantCulture, $$"""{"input_tokens":{{input}},"output_tokens":{{output}},"total_tokens":{{input + output}}}""")));
        span.Attributes.Add(Text(GenAiKeys.RequestModel, model));
        span.Attributes.Add(new KeyValue { Key = "gen_ai.request.temperature", Value = new AnyValue { DoubleValue = Math.Round(_random.NextDouble(), 1) } });
    }

    private ByteString Id(int bytes)
    {
        var id = new byte[bytes];
        _random.NextBytes(id);
        return ByteString.CopyFrom(id);
    }

    private string Pick(string[] values) => values[_random.Next(values.Length)];

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
