using System.Buffers.Binary;
using System.Collections.Concurrent;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Several;

/// <summary>What was sent and acknowledged: how many spans of which trace, each with tokens of its own. Thread-safe.</summary>
internal sealed class SentSpans(ThreeServers servers, string experimentId)
{
    private const int TracesPerCall = 100;

    private readonly ConcurrentDictionary<int, long> _spans = new(); // by trace; bounded by what a test sends
    private int _lastSpan;

    /// <summary>Makes a request with a root and a call for a new trace, and a call for each of others that are there.</summary>
    public ExportTraceServiceRequest NewRequest(params ReadOnlySpan<int> others)
    {
        var trace = servers.NewTrace();
        var root = NewSpan();
        List<Span> spans = [Span(trace, root, name: "root"), Call(trace, root)];
        foreach (var other in others)
        {
            spans.Add(Call(other, parent: null));
        }

        return Request(spans);
    }

    /// <summary>Notes that every span of a request is to be there, once.</summary>
    public void Acknowledged(ExportTraceServiceRequest request)
    {
        foreach (var span in request.ResourceSpans.AllSpans())
        {
            _spans.AddOrUpdate(NumberOf(span), 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Fails unless a server holds all of it, once, with the sums that follow.</summary>
    public async Task ShouldBeAtAsync(int server)
    {
        using var client = servers.Client(server);
        var faults = new List<string>();
        foreach (var numbers in _spans.Keys.Chunk(TracesPerCall))
        {
            var answer = await client.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { numbers.Select(TraceIdText) } });
            var stored = answer.Traces.ToDictionary(static trace => trace.Info.TraceId);
            faults.AddRange(numbers.SelectMany(number => Check(number, stored.GetValueOrDefault(TraceIdText(number)))));
        }

        faults.Take(20).ShouldBeEmpty();
        var count = await client.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest { ExperimentIds = { experimentId } });
        count.Count.ShouldBe(_spans.Count);
    }

    private static int NumberOf(Span span) => BinaryPrimitives.ReadInt32BigEndian(span.TraceId.Span[12..]);

    private int NewSpan() => Interlocked.Increment(ref _lastSpan);

    private Span Call(int trace, int? parent) =>
        Span(trace, NewSpan(), parent, "call").With("mlflow.chat.tokenUsage", """{"input_tokens":3,"output_tokens":4}""").With("text", $"a word{trace}");

    private IEnumerable<string> Check(int number, Trace? stored)
    {
        if (stored is null)
        {
            return [$"trace {number} was acknowledged and is lost"];
        }

        var spans = stored.ResourceSpans.AllSpans().ToList();
        var calls = spans.Count(static span => span.Name == "call");
        (long Spans, long Different, long Counted, long Input, long Output) actual = (
            spans.Count,
            spans.Select(static span => span.SpanId).Distinct().Count(),
            stored.Info.SpanCount,
            stored.Info.TokenUsage?.InputTokens ?? 0,
            stored.Info.TokenUsage?.OutputTokens ?? 0);
        var sent = _spans[number];
        var expected = (sent, sent, sent, calls * 3L, calls * 4L);
        return actual == expected ? [] : [$"trace {number} is {actual}, not {expected}"];
    }
}
