using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;

namespace OtelBridge.Benchmarks.GenAI;

/// <summary>What tracing adds to calls of a chat client: to a call, to a chunk of a streamed answer, and to a call with a large history.</summary>
internal sealed class ChatBenchmark : Benchmark
{
    public const string Prefix = "genai.";

    private const int FewChunks = 1_000;
    private const int ManyChunks = 10_000;
    private const int HistoryBytes = 1_000_000;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int _calls;
    private readonly BareChatClient _bare = new();
    private readonly IChatClient _traced;
    private readonly ChatMessage[] _chat = [new(ChatRole.System, "Answer in one sentence."), new(ChatRole.User, "How is a span stored?")];
    private readonly ChatMessage[] _history;
    private readonly string[] _texts;
    private readonly ChatOptions _options = new() { Temperature = 0.2f, MaxOutputTokens = 200 };

    private readonly Series _call = new("genai.chat.added.time", "ns", Result.Lower, 10_000, "the call alone");
    private readonly Series _bytes = new("genai.chat.added.bytes", "bytes", Result.Lower, null, "the call alone");
    private readonly Series _idle = new("genai.chat.idle.time", "ns", Result.Lower, 50, "the call alone, nobody listening");
    private readonly Series _chunk = new("genai.stream.chunk.added.time", "ns", Result.Lower, 1_000, "the chunk alone, 10,000 of them");
    private readonly Series _event = new("genai.stream.event.added.time", "ns", Result.Lower, null, "the chunk alone, 1,000 of them with an event each");
    private readonly Series _growth = new("genai.stream.chunk.growth", "ratio", Result.Lower, 1.3, "a chunk of 1,000, against one of 10,000");
    private readonly Series _large = new("genai.history.added", "ratio", Result.Lower, 4, "one serialisation of the same texts, 1 MB in 250 messages");

    public ChatBenchmark(bool quick)
    {
        _calls = quick ? 5_000 : 20_000;
        _traced = _bare.UseMlflowTracing();
        var text = string.Concat(Enumerable.Repeat("As the OTLP it came in, beside its search columns. ", HistoryBytes / 250 / 51));
        _history = [.. Enumerable.Range(0, 250).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, text))];
        _texts = [.. _history.Select(static m => m.Text)];
    }

    public override IReadOnlyList<Series> Figures => [_call, _bytes, _idle, _chunk, _event, _growth, _large];

    public override Task WarmUpAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            Measure(counts: false);
        }

        return Task.CompletedTask;
    }

    public override Task RunRoundAsync(int round)
    {
        Measure(counts: true);
        return Task.CompletedTask;
    }

    private void Measure(bool counts)
    {
        var idle = Added(client => Call(client, _chat, _calls), _calls);
        (double Time, double Bytes) call, few, many, events;
        double large;
        using (MlflowTracing.Init(configuration: new ConfigurationBuilder().AddInMemoryCollection([new("Mlflow:Export", "None")]).Build()))
        {
            call = Added(client => Call(client, _chat, _calls), _calls);
            events = Added(client => Read(client, FewChunks, 10), FewChunks * 10);
            GenAISettings.Current = GenAISettings.Current with { MaxChunkEvents = 0 };
            few = Added(client => Read(client, FewChunks, 50), FewChunks * 50);
            many = Added(client => Read(client, ManyChunks, 5), ManyChunks * 5);
            large = Added(client => Call(client, _history, 20), 20).Time / Cost(Serialise, 20).Time;
        }

        if (counts)
        {
            _idle.Add(idle.Time);
            _call.Add(call.Time);
            _bytes.Add(call.Bytes);
            _event.Add(events.Time);
            _chunk.Add(many.Time);
            _growth.Add(many.Time / few.Time);
            _large.Add(large);
        }
    }

    private void Serialise()
    {
        for (var i = 0; i < 20; i++)
        {
            _ = JsonSerializer.Serialize(_texts, Plain);
        }
    }

    private void Call(IChatClient client, ChatMessage[] messages, int count)
    {
        for (var i = 0; i < count; i++)
        {
            client.GetResponseAsync(messages, _options).GetAwaiter().GetResult();
        }
    }

    private void Read(IChatClient client, int chunks, int count)
    {
        _bare.Chunks = chunks;
        ReadAsync().GetAwaiter().GetResult();

        async Task ReadAsync()
        {
            for (var i = 0; i < count; i++)
            {
                await foreach (var chunk in client.GetStreamingResponseAsync(_chat, _options))
                {
                    _ = chunk;
                }
            }
        }
    }

    // Twice each, the cheaper counted: what another process takes from the machine in between is not the subject's.
    private (double Time, double Bytes) Added(Action<IChatClient> run, int count)
    {
        var bare = Cheaper(Cost(() => run(_bare), count), Cost(() => run(_bare), count));
        var traced = Cheaper(Cost(() => run(_traced), count), Cost(() => run(_traced), count));
        return (traced.Time - bare.Time, traced.Bytes - bare.Bytes);
    }

    private static (double Time, double Bytes) Cheaper((double Time, double Bytes) a, (double Time, double Bytes) b) => a.Time < b.Time ? a : b;

    private static (double Time, double Bytes) Cost(Action run, int count)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        run();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed.TotalNanoseconds / count, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)count);
    }
}
