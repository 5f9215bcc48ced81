using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>Random searches for one span that meets everything find what the plainest search finds. Every backend inherits it.</summary>
/// <remarks>OTELBRIDGE_TEST_SEED repeats a run that failed.</remarks>
public abstract class RandomServiceSuite : StoreSuite
{
    private const int Traces = 240;

    private static readonly string?[] Services = ["web", "api", "back end", null];
    private static readonly string[] Names = ["GET", "chat model", "añadir", "x"];
    private static readonly string[] Keys = ["tier", "http.status_code", "resource.tier", "note", "span.kind", "otel.scope.name"];
    private static readonly string[] Values = ["gold", "silver ring", "200", "true", "a\\b", "\"quoted\"", "quoted", "50%_x", "client", "tests", "日本 語", ""];

    /// <summary>Gets how many queries are asked.</summary>
    protected virtual int Queries => 200;

    [Fact]
    public async Task FindTraces_RandomQueries_FindWhatThePlainSearchFinds()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OTELBRIDGE_TEST_SEED"), out var number) ? number : Environment.TickCount;
        var random = new Random(seed);
        var traces = new List<(int Number, string? Service, Span Span, ResourceSpans Group)>();
        for (var first = 1; first <= Traces; first += 10)
        {
            var requests = Enumerable.Range(first, 10).SelectMany(trace => Enumerable.Range(1, random.Next(1, 4)).Select(span => MakeSpan(random, trace, span))).ToList();
            var request = new ExportTraceServiceRequest { ResourceSpans = { requests } };
            traces.AddRange(requests.Select(group => ((int)group.ScopeSpans[0].Spans[0].TraceId[^1], ServiceOf(group), group.ScopeSpans[0].Spans[0].Clone(), group.Clone())));
            await IngestAsync(request);
        }

        for (var i = 0; i < Queries; i++)
        {
            if (i == Queries / 2)
            {
                await Store.FinishIndexAsync(CancellationToken.None);
            }

            var query = MakeQuery(random);
            var expected = traces.GroupBy(item => item.Number)
                .Where(trace => IsInWindow(query, trace.Min(item => (long)item.Span.StartTimeUnixNano)) && trace.Any(item => Meets(query, item.Service, item.Span, item.Group)))
                .OrderByDescending(trace => trace.Min(item => item.Span.StartTimeUnixNano)).ThenByDescending(trace => trace.Key)
                .Take(query.Limit).Select(trace => OtlpSamples.TraceIdText(trace.Key)).ToList();

            var found = await Store.Services.FindTracesAsync(query, CancellationToken.None).WaitAsync(Patience);

            found.Select(info => info.TraceId).ShouldBe(
                expected, $"Seed {seed}: {query} {string.Join(", ", query.Attributes.Select(match => $"{string.Join('|', match.Keys)}={match.Value}"))}");
        }
    }

    private static string? ServiceOf(ResourceSpans group) => group.Resource.Attributes.FirstOrDefault(attribute => attribute.Key == "service.name")?.Value.StringValue;

    private static ResourceSpans MakeSpan(Random random, int trace, int number)
    {
        var span = OtlpSamples.Span(
            trace, number, number == 1 ? null : 1, Pick(random, Names), offsetMs: trace * 10 + number, durationMs: random.Next(-1, 60), status: (Status.Types.StatusCode)random.Next(3));
        span.Kind = (Span.Types.SpanKind)random.Next(6);
        foreach (var _ in Enumerable.Range(0, random.Next(3)))
        {
            span.With(Pick(random, Keys), Pick(random, Values));
        }

        if (random.Next(4) == 0)
        {
            span.With("truth", new AnyValue { BoolValue = true });
            span.Events.Add(new Span.Types.Event { Name = Pick(random, Names), Attributes = { OtlpSamples.Attribute(Pick(random, Keys), Pick(random, Values)) } });
        }

        var group = OtlpSamples.Request(span).ResourceSpans[0];
        group.Resource.Attributes.Clear();
        if (Pick(random, Services) is { } service)
        {
            group.Resource.Attributes.Add(OtlpSamples.Attribute("service.name", service));
        }

        if (random.Next(40) == 0)
        {
            group.Resource.Attributes.Add(OtlpSamples.Attribute("tier", Pick(random, Values)));
        }

        return group;
    }

    private static ServiceTraceQuery MakeQuery(Random random) => new()
    {
        ServiceName = random.Next(2) == 0 ? null : Pick(random, Services) ?? string.Empty,
        SpanName = random.Next(2) == 0 ? null : Pick(random, Names),
        Attributes = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(5) == 0
            ? new SpanAttributeMatch(["error"], random.Next(2) == 0 ? "true" : "false")
            : new SpanAttributeMatch(random.Next(4) == 0 ? [Pick(random, Keys), "truth"] : [Pick(random, Keys)], random.Next(6) == 0 ? null : Pick(random, Values)))],
        StartFromUnixNano = random.Next(3) == 0 ? (long)OtlpSamples.Start + (random.Next(Traces) * 10_000_000L) : 0,
        StartBeforeUnixNano = random.Next(3) == 0 ? (long)OtlpSamples.Start + (random.Next(Traces) * 10_000_000L) : long.MaxValue,
        MinDurationNano = random.Next(4) == 0 ? random.Next(60) * 1_000_000L : null,
        MaxDurationNano = random.Next(4) == 0 ? random.Next(60) * 1_000_000L : null,
        Limit = random.Next(3) == 0 ? 300 : random.Next(1, 20),
    };

    private static bool IsInWindow(ServiceTraceQuery query, long start) => start >= query.StartFromUnixNano && start < query.StartBeforeUnixNano;

    private static bool Meets(ServiceTraceQuery query, string? service, Span span, ResourceSpans group)
    {
        var duration = span.EndTimeUnixNano == 0 ? (long?)null : (long)(span.EndTimeUnixNano - span.StartTimeUnixNano);
        return (query.ServiceName is null || query.ServiceName == (service ?? string.Empty))
            && (query.SpanName is null || query.SpanName == span.Name)
            && (query.MinDurationNano is null || duration >= query.MinDurationNano)
            && (query.MaxDurationNano is null || duration <= query.MaxDurationNano)
            && query.Attributes.All(match => match.Keys.Any(key => Says(key, match.Value, span, group)) || (match.Value is null && span.Events.Any(e => match.Keys.Contains(e.Name))));
    }

    private static bool Says(string key, string? value, Span span, ResourceSpans group)
    {
        if (key == "error")
        {
            return (span.Status.Code == Status.Types.StatusCode.Error) == (value == "true");
        }

        var texts = span.Attributes.Concat(span.Events.SelectMany(happened => happened.Attributes)).Concat(group.Resource.Attributes)
            .Where(attribute => attribute.Key == key)
            .Concat(group.Resource.Attributes.Where(attribute => "resource." + attribute.Key == key))
            .SelectMany(attribute => attribute.Value.ValueCase == AnyValue.ValueOneofCase.BoolValue
                ? ["true"]
                : new[] { attribute.Value.StringValue, attribute.Value.StringValue.Length > 1 ? attribute.Value.StringValue.Trim('"') : attribute.Value.StringValue })
            .ToList();
        if (key == "span.kind" && span.Kind != Span.Types.SpanKind.Unspecified)
        {
            texts.Add(span.Kind.ToString().ToLowerInvariant());
        }

        if (key == "otel.scope.name")
        {
            texts.Add("tests");
        }

        return value is null ? texts.Count > 0 : texts.Contains(value);
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
