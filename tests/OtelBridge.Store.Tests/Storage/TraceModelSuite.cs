using System.Globalization;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>Random traces, sent in random pieces, orders and repetitions, must end as <see cref="TraceModel"/> says. Every backend inherits it.</summary>
public abstract class TraceModelSuite : IAsyncLifetime
{
    private const int Traces = 4;
    private const int SpansOfATrace = 8;
    private const long UnknownExperiment = 987_654;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected ITraceStore Store { get; private set; } = null!; // set before each test

    /// <summary>How many random histories are tried: fewer where a write costs more.</summary>
    protected virtual int Histories => 75;

    private TraceIngestor Ingestor { get; set; } = null!; // set before each test

    public async Task InitializeAsync()
    {
        Store = await OpenAsync().WaitAsync(Patience);
        Ingestor = new TraceIngestor(Store);
    }

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [Fact]
    public Task Write_RandomCopiesOfSpans_EndAsTheModelSays()
    {
        // Side by side: they are of other traces each.
        return Task.WhenAll(Enumerable.Range(0, Histories).Select(TryAsync));

        async Task TryAsync(int seed)
        {
            var random = new Random(seed);
            var models = new Dictionary<int, TraceModel>();
            for (var call = 0; call < 25; call++)
            {
                var spans = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomSpan(random, (seed * Traces) + random.Next(Traces))).ToList();
                await SendAsync(spans);
                spans.ForEach(span => Model(models, span).Add(span));
                if (random.Next(5) == 0)
                {
                    await SendAsync(spans); // a sender that did not hear the answer
                    spans.ForEach(span => Model(models, span).Add(span));
                }
            }

            await CheckAsync(models, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Write_CallsAtOnceWithFaultsAmongThem_EndAsTheModelSays()
    {
        for (var seed = 0; seed < Histories / 4; seed++)
        {
            // Copies of one span differ only in whether they have ended, so that no order of arrival leads to another trace.
            var random = new Random(seed);
            var spans = Enumerable.Range(seed * Traces, Traces).SelectMany(trace => RandomSpans(random, trace)).ToList();
            var models = new Dictionary<int, TraceModel>();
            spans.ForEach(span => Model(models, span).Add(span));
            var copies = spans.Concat(spans).Concat(spans.Select(NotEnded)).ToArray();
            random.Shuffle(copies);
            var calls = new List<Task>();
            foreach (var chunk in copies.Chunk(3))
            {
                calls.Add(SendAsync(chunk));
                if (random.Next(3) == 0)
                {
                    calls.Add(Should.ThrowAsync<Exception>(SendFailingAsync((seed * Traces) + random.Next(Traces), random)));
                }
            }

            await Task.WhenAll(calls).WaitAsync(Patience);

            await CheckAsync(models, $"seed {seed}");
        }
    }

    protected abstract Task<ITraceStore> OpenAsync();

    private async Task SendAsync(IEnumerable<Span> spans)
    {
        var result = await Ingestor.IngestAsync(Request(spans.Select(span => span.Clone())), null, CancellationToken.None).WaitAsync(Patience);
        result.ErrorMessage.ShouldBeEmpty();
    }

    // An experiment that does not exist is noticed only after the spans were put: the whole call must vanish again.
    private Task SendFailingAsync(int trace, Random random)
    {
        var span = Span(trace, 1 + random.Next(SpansOfATrace), name: "must not be stored", durationMs: 90);
        var row = new SpanRow
        {
            SpanId = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(span.SpanId.Span),
            Name = span.Name,
            Status = 1,
            StartUnixNano = (long)span.StartTimeUnixNano,
            EndUnixNano = (long)span.EndTimeUnixNano,
            TokenUsage = new SpanTokenUsage(1_000_000, 0, 1_000_000),
            Root = new RootFacts { Tags = [new("a", "must not be stored")] },
        };
        var batch = new TraceBatch
        {
            TraceId = TraceIdText(trace),
            ExperimentId = UnknownExperiment,
            ExperimentIsExplicit = true,
            Spans = [row],
            Payload = new TracesData { ResourceSpans = { Request(span).ResourceSpans } },
        };
        return Store.Writer.WriteAsync([batch], CancellationToken.None).WaitAsync(Patience);
    }

    private async Task CheckAsync(Dictionary<int, TraceModel> models, string what)
    {
        foreach (var (number, model) in models)
        {
            var traces = await Store.Reader.GetTracesAsync([TraceIdText(number)], CancellationToken.None).WaitAsync(Patience);
            var trace = traces.ShouldHaveSingleItem(what);
            var expected = model.Info();
            expected.TraceId = TraceIdText(number);
            expected.ExperimentId = "0";
            trace.Info.ShouldBe(expected, $"{what}, trace {number}");
            var found = trace.ResourceSpans.AllSpans().ToList();
            found.OrderBy(s => s.SpanId.ToBase64()).ShouldBe(model.Spans.OrderBy(s => s.SpanId.ToBase64()), $"{what}, trace {number}");
            found.Select(s => (!s.ParentSpanId.IsEmpty, s.StartTimeUnixNano)).ShouldBeInOrder();
        }
    }

    private static TraceModel Model(Dictionary<int, TraceModel> models, Span span)
    {
        var trace = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(span.TraceId.Span[12..]);
        return models.TryGetValue(trace, out var model) ? model : models[trace] = new TraceModel();
    }

    private static IEnumerable<Span> RandomSpans(Random random, int trace) =>
        Enumerable.Range(1, SpansOfATrace).Select(number => RandomSpan(random, trace, number, ended: true));

    private static Span NotEnded(Span span)
    {
        var running = span.Clone();
        running.EndTimeUnixNano = 0;
        running.Attributes.Clear();
        return running;
    }

    private static Span RandomSpan(Random random, int trace) =>
        RandomSpan(random, trace, 1 + random.Next(SpansOfATrace), ended: random.Next(4) > 0);

    // Parents anywhere: none, an own child, the span itself, one that never comes.
    private static Span RandomSpan(Random random, int trace, int number, bool ended)
    {
        int? parent = random.Next(5) == 0 ? null : 1 + random.Next(SpansOfATrace + 2);
        var status = (Status.Types.StatusCode)random.Next(3);
        var span = Span(trace, number, parent, $"name {random.Next(1000)}", random.Next(20), ended ? random.Next(30) : -1, status);
        if (random.Next(5) == 0)
        {
            span.Flags = 0x300;
        }

        if (random.Next(3) == 0)
        {
            var tokens = random.Next(100).ToString(CultureInfo.InvariantCulture);
            span.With("mlflow.chat.tokenUsage", $$"""{"input_tokens":{{tokens}}}""");
        }

        if (random.Next(3) == 0)
        {
            span.With("gen_ai.usage.cost", new AnyValue { IntValue = random.Next(100) });
        }

        if (random.Next(3) == 0)
        {
            span.With("mlflow.spanInputs", random.Next(1000).ToString(CultureInfo.InvariantCulture));
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            span.With($"mlflow.trace.{(random.Next(2) == 0 ? "tag" : "metadata")}.{(char)('a' + random.Next(3))}", $"value {random.Next(1000)}");
        }

        return span;
    }
}
