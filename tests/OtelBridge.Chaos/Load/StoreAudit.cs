using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Chaos.Load;

/// <summary>Compares what a server has with what it has acknowledged.</summary>
internal sealed class StoreAudit(UnaryGrpcClient client, Ledger ledger)
{
    private const int TracesPerCall = 100;
    private const int MostFaults = 20;
    private readonly List<string> _faults = []; // bounded by MostFaults

    /// <summary>Traces that were looked for.</summary>
    public int Looked { get; private set; }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>These are there, each span of them once.</summary>
    public Task ShouldHoldAsync(IEnumerable<SentBatch> batches) => EachAsync(batches, static trace => trace switch
    {
        null => "was acknowledged and is lost",
        { Info.SpanCount: var counted } when counted != SpansIn(trace).Count => $"counts {counted} spans, and {SpansIn(trace).Count} are there",
        _ when SpansIn(trace).Count != TraceMaker.SpansPerTrace => $"has {SpansIn(trace).Count} spans of {TraceMaker.SpansPerTrace}",
        _ when SpansIn(trace).Distinct().Count() != TraceMaker.SpansPerTrace => "has a span twice",
        _ => null,
    });

    /// <summary>These are whole or not there at all: nobody knows whether they were stored.</summary>
    public Task ShouldBeWholeAsync(IEnumerable<SentBatch> batches) => EachAsync(batches, static trace =>
        trace is null || SpansIn(trace).Distinct().Count() == TraceMaker.SpansPerTrace ? null : $"was stored in part: {SpansIn(trace).Count} spans");

    /// <summary>These are gone.</summary>
    public Task ShouldNotHoldAsync(IEnumerable<SentBatch> batches, string why) => EachAsync(batches, trace => trace is null ? null : $"is there, and {why}");

    private static List<Google.Protobuf.ByteString> SpansIn(Trace trace) =>
        [.. trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans).Select(static span => span.SpanId)];

    private async Task EachAsync(IEnumerable<SentBatch> batches, Func<Trace?, string?> check)
    {
        foreach (var numbers in batches.SelectMany(static batch => batch.Numbers).Chunk(TracesPerCall))
        {
            var request = new BatchGetTracesRequest { TraceIds = { numbers.Select(ledger.TraceIdOf) } };
            var stored = (await client.CallAsync(TrackingServiceMethods.BatchGetTraces, request)).Traces.ToLookup(static trace => trace.Info.TraceId);
            foreach (var number in numbers)
            {
                var found = stored[ledger.TraceIdOf(number)].ToList();
                if ((found.Count > 1 ? "is there twice" : check(found.FirstOrDefault())) is { } fault && _faults.Count < MostFaults)
                {
                    _faults.Add($"trace {number} {fault}");
                }

                Looked++;
            }
        }
    }
}
