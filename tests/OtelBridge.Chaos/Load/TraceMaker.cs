using System.Buffers.Binary;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Chaos.Load;

/// <summary>Makes the spans of a batch: ten a trace, of half a kilobyte to a kilobyte each, like those of a service that answers questions.</summary>
internal sealed class TraceMaker(Ledger ledger)
{
    public const int SpansPerTrace = 10;

    private const int Texts = 400;
    private static readonly string[] Names = ["answer", "rewrite", "retrieve", "embed", "rerank", "plan", "lookup_order", "compose", "chat", "parse"];
    private static readonly string[] Types = [SpanType.Agent, SpanType.ChatModel, SpanType.Retriever, SpanType.Embedding, SpanType.Reranker, SpanType.ChatModel, SpanType.Tool, SpanType.Chain, SpanType.ChatModel, SpanType.Parser];
    private static readonly string[] Words = [.. Enumerable.Range(0, 3_000).Select(static i => Word(i))];

    // Made once: the senders share their processors with the server.
    private readonly string[] _texts = [.. Enumerable.Range(0, Texts).Select(static i => Text(new Random(i)))];

    public ExportTraceServiceRequest Request(SentBatch batch)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "chaos" } };
        foreach (var number in batch.Numbers)
        {
            AddTrace(scope, number, (ulong)(batch.Start - DateTimeOffset.UnixEpoch).Ticks * 100);
        }

        var resource = new Resource { Attributes = { Attribute("service.name", "chaos"), Attribute("service.version", "1.0") } };
        if (batch.ExperimentId.Length > 0)
        {
            resource.Attributes.Add(Attribute(MlflowKeys.ExperimentId, batch.ExperimentId));
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } };
    }

    private void AddTrace(ScopeSpans scope, long number, ulong start)
    {
        var traceId = ledger.TraceId(number);
        var random = new Random((int)number);
        for (var i = 0; i < SpansPerTrace; i++)
        {
            var begin = start + ((ulong)i * 3_000_000);
            var span = new Span
            {
                TraceId = traceId,
                SpanId = SpanId(number, i),
                ParentSpanId = i == 0 ? ByteString.Empty : SpanId(number, 0),
                Name = Names[i],
                StartTimeUnixNano = begin,
                EndTimeUnixNano = begin + (ulong)random.Next(1_000_000, 900_000_000),
                Status = new Status { Code = number % 20 == 0 && i == 6 ? Status.Types.StatusCode.Error : Status.Types.StatusCode.Ok },
                Attributes =
                {
                    Attribute(MlflowKeys.SpanType, Types[i]),
                    Attribute(MlflowKeys.SpanInputs, _texts[random.Next(Texts)]),
                    Attribute(MlflowKeys.SpanOutputs, _texts[random.Next(Texts)]),
                },
            };
            if (Types[i] == SpanType.ChatModel)
            {
                span.Attributes.Add(Attribute(MlflowKeys.ChatTokenUsage, $$"""{"input_tokens":{{random.Next(3000)}},"output_tokens":{{random.Next(600)}},"total_tokens":{{random.Next(3600)}}}"""));
                span.Attributes.Add(Attribute(GenAiKeys.RequestModel, "gpt-4o-mini"));
            }

            if (i == 0)
            {
                span.Attributes.Add(Attribute("session.id", $"session-{number / 8}"));
            }

            scope.Spans.Add(span);
        }
    }

    private static ByteString SpanId(long number, int index)
    {
        var id = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, (number << 8) | (long)(index + 1));
        return ByteString.CopyFrom(id);
    }

    private static string Text(Random random) => $"{{\"text\":\"{string.Join(' ', Enumerable.Range(0, random.Next(20, 70)).Select(_ => Words[random.Next(Words.Length)]))}\"}}";

    private static string Word(int number)
    {
        const string Syllables = "bacedifogulamenoparesitovuwaxeyizo";
        var (a, b, c) = (number % 17, number / 17 % 17, number / 289 % 17);
        return string.Concat(Syllables.AsSpan(a * 2, 2), Syllables.AsSpan(b * 2, 2), Syllables.AsSpan(c * 2, 2));
    }

    private static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
