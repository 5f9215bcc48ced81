using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.Benchmarks.Data;

/// <summary>Makes traces like those of a service that answers questions over documents: ten spans of about 1 KB each.</summary>
/// <remarks>As in such services, the question, the documents and the answer of one trace stand in several of its spans; nothing but the system prompt and the
/// names is shared between traces.</remarks>
internal sealed class GenAiTraces(Corpus corpus, int seed)
{
    public const int SpansPerTrace = 10;

    private const ulong Start = 1_762_332_558_000_000_000;

    private const string SystemPrompt =
        "You answer questions of customers. Use only the documents below, name the document you used, and say so when none of them holds the answer.";

    private static readonly (string Name, string Type, int Parent)[] Steps =
    [
        ("answer", SpanType.Agent, -1),
        ("rewrite question", SpanType.ChatModel, 0),
        ("retrieve", SpanType.Retriever, 0),
        ("embed", SpanType.Embedding, 2),
        ("rerank", SpanType.Reranker, 0),
        ("plan", SpanType.ChatModel, 0),
        ("lookup_order", SpanType.Tool, 5),
        ("compose", SpanType.Chain, 0),
        ("chat", SpanType.ChatModel, 7),
        ("parse", SpanType.Parser, 0),
    ];

    private readonly Random _random = new(seed);
    private ulong _clock = Start;

    /// <summary>The millisecond up to which the traces made so far have started.</summary>
    public long NowUnixMs => (long)(_clock / 1_000_000);

    /// <summary>Makes a request of so many whole traces, as an exporter would batch them.</summary>
    public ExportTraceServiceRequest Request(int traces)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "OtelBridge", Version = "0.1.0" } };
        for (var i = 0; i < traces; i++)
        {
            scope.Spans.AddRange(Trace());
        }

        var resource = new Resource();
        resource.Attributes.Add(Text("service.name", "question-service"));
        resource.Attributes.Add(Text("service.version", "2.4.1"));
        resource.Attributes.Add(Text("service.instance.id", "6f1c2c9e-9f0b-4a53-8d53-1f8f5a0c7a11"));
        resource.Attributes.Add(Text("telemetry.sdk.name", "opentelemetry"));
        resource.Attributes.Add(Text("telemetry.sdk.language", "dotnet"));
        resource.Attributes.Add(Text("telemetry.sdk.version", "1.20.1"));
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } };
    }

    private Span[] Trace()
    {
        var traceId = Id(16);
        var text = TraceIdText.FromBytes(traceId.Span);
        var contents = Contents();
        var spans = new Span[SpansPerTrace];
        _clock += 40_000_000;
        for (var i = 0; i < spans.Length; i++)
        {
            var (name, type, parent) = Steps[i];
            var start = _clock + ((ulong)i * 3_000_000) + (ulong)_random.Next(1_000_000);
            spans[i] = new Span
            {
                TraceId = traceId,
                SpanId = Id(8),
                ParentSpanId = parent < 0 ? ByteString.Empty : spans[parent].SpanId,
                Name = name,
                Kind = Span.Types.SpanKind.Internal,
                StartTimeUnixNano = start,
                EndTimeUnixNano = start + (ulong)_random.Next(1_000_000, 900_000_000),
                Status = new Status { Code = Status.Types.StatusCode.Ok },
                Flags = 0x101,
            };
            spans[i].Attributes.Add(Text(MlflowKeys.TraceRequestId, text));
            spans[i].Attributes.Add(Text(MlflowKeys.SpanType, type));
            spans[i].Attributes.Add(Text(MlflowKeys.SpanInputs, JsonSerializer.Serialize(contents[i].Inputs)));
            spans[i].Attributes.Add(Text(MlflowKeys.SpanOutputs, JsonSerializer.Serialize(contents[i].Outputs)));
            if (type == SpanType.ChatModel)
            {
                AddUsage(spans[i]);
            }
        }

        return spans;
    }

    private (object Inputs, object Outputs)[] Contents()
    {
        var question = corpus.Write(_random, 140);
        var rewritten = corpus.Write(_random, 110);
        var answer = corpus.Write(_random, 420);
        var documents = Enumerable.Range(0, 3)
            .Select(i => new { page_content = corpus.Write(_random, 330), metadata = new { doc_uri = $"docs/{_random.Next(100_000)}.md" } }).ToArray();
        var vector = Enumerable.Range(0, 48).Select(_ => Math.Round(_random.NextDouble(), 6)).ToArray();
        var order = new { order = Guid.NewGuid(), state = "shipped", lines = Enumerable.Range(0, 6).Select(_ => new { sku = _random.Next(), count = _random.Next(9) }) };
        var system = new { role = "system", content = SystemPrompt };
        var user = new { role = "user", content = question };
        var context = string.Join("\n", documents.Select(d => d.page_content));
        return
        [
            (new { question }, new { answer }),
            (new { messages = new[] { system, user } }, new { choices = new[] { new { message = new { role = "assistant", content = rewritten } } } }),
            (new { query = rewritten, k = 3 }, documents),
            (new { input = rewritten }, new { vector }),
            (new { query = question, documents = documents.Select(d => d.metadata) }, documents.Reverse().Select(d => d.metadata)),
            (new { messages = new[] { system, user } }, new { tool = "lookup_order", reasoning = corpus.Write(_random, 380) }),
            (new { order.order }, order),
            (new { question, notes = corpus.Write(_random, 300) }, new { answer }),
            (new { messages = new[] { system, new { role = "user", content = context + "\n" + question } } }, new { content = answer }),
            (new { text = answer }, new { sentences = answer.Split(". ") }),
        ];
    }

    private void AddUsage(Span span)
    {
        var (input, output) = (_random.Next(200, 3000), _random.Next(20, 600));
        span.Attributes.Add(Text(MlflowKeys.ChatTokenUsage, string.Create(
            CultureInfo.InvariantCulture, $$"""{"input_tokens":{{input}},"output_tokens":{{output}},"total_tokens":{{input + output}}}""")));
        span.Attributes.Add(Text(GenAiKeys.RequestModel, "gpt-4o-mini"));
    }

    private ByteString Id(int bytes)
    {
        var id = new byte[bytes];
        _random.NextBytes(id);
        return ByteString.CopyFrom(id);
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
