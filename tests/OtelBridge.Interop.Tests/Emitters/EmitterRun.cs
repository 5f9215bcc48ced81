using System.Globalization;
using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>A program of <c>node-emitters</c> that has run: what it sent, as the store read it.</summary>
internal sealed class EmitterRun
{
    private EmitterRun(JsonObject versions, IReadOnlyList<Trace> traces)
    {
        Versions = versions;
        Traces = traces;
    }

    /// <summary>The packages that made the spans, with their versions.</summary>
    public JsonObject Versions { get; }

    /// <summary>The traces in the order in which they began.</summary>
    public IReadOnlyList<Trace> Traces { get; }

    public IEnumerable<SpanSummary> Spans => Traces.SelectMany(trace => trace.ResourceSpans.AllSpans()).OrderBy(span => span.StartTimeUnixNano).Select(SpanSummary.Of);

    public SpanSummary this[string row, int index = 0] => Spans.Where(span => span.Row == row).ElementAt(index);

    /// <summary>Runs a program against a stand-in for OpenAI and a server of its own.</summary>
    public static async Task<EmitterRun> RunAsync(string script, params string[] arguments)
    {
        await using var openAi = await OpenAiStandIn.StartAsync();
        await using var server = await ServerUnderTest.StartAsync();
        var environment = new Dictionary<string, string?>
        {
            ["OPENAI_BASE_URL"] = openAi.Address.ToString(),
            ["OPENAI_API_KEY"] = "not-a-key",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = server.OtlpHttpAddress.ToString(),
            ["OTEL_SERVICE_NAME"] = script,
            ["LANGSMITH_TRACING"] = "false", // LangChain's own service
        };
        var versions = (await NodePeer.RunEmitterAsync(environment, script, arguments)).ShouldHaveSingleItem();
        var found = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 100 });
        var read = await server.Grpc.CallAsync(
            TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { found.Traces.Select(trace => trace.TraceId).Reverse() } });
        return new EmitterRun(versions, read.Traces);
    }

    /// <summary>Says in one line what the emitter's spans became.</summary>
    public override string ToString()
    {
        var spans = Spans.ToList();
        var (library, instrumentation) = (Versions.First(), Versions.Last());
        var by = Versions.Count > 1 ? $" by {instrumentation.Key} {instrumentation.Value}" : string.Empty;
        var tokens = spans.Aggregate((Input: 0L, Output: 0L), (sum, span) => (sum.Input + (span.Tokens?.Input ?? 0), sum.Output + (span.Tokens?.Output ?? 0)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"emitter: {library.Key} {library.Value}{by}: {spans.Count} spans, types {Distinct(span => span.Type)}, models {Distinct(span => span.Model)}, tokens {tokens.Input}/{tokens.Output}");

        string Distinct(Func<SpanSummary, string?> item) => string.Join(" ", spans.Select(item).Where(text => text is not null).Distinct().Order(StringComparer.Ordinal));
    }
}
