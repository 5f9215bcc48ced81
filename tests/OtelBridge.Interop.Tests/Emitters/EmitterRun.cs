using System.Globalization;
using System.Text;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>An emitter that has run against servers of its own, one on each kind of store: what it sent, as the stores read it.</summary>
internal sealed class EmitterRun
{
    private readonly string _emitter;

    private EmitterRun(string emitter, IReadOnlyList<Trace> traces)
    {
        _emitter = emitter;
        Traces = traces;
    }

    /// <summary>The traces in the order in which they began.</summary>
    public IReadOnlyList<Trace> Traces { get; }

    /// <summary>The spans of all traces in the order in which they began.</summary>
    public IEnumerable<SpanSummary> Spans =>
        Traces.SelectMany(trace => trace.ResourceSpans.AllSpans()).OrderBy(span => span.StartTimeUnixNano).Select(SpanSummary.Of);

    public SpanSummary this[string row, int index = 0] => Spans.Where(span => span.Row == row).ElementAt(index);

    /// <summary>Runs a program of <c>node-emitters</c> against a stand-in for OpenAI.</summary>
    public static async Task<EmitterRun> RunAsync(string script, params string[] arguments)
    {
        await using var openAi = await OpenAiStandIn.StartAsync();
        await using var server = await EveryStore.StartAsync();
        var environment = new Dictionary<string, string?>
        {
            ["OPENAI_BASE_URL"] = openAi.Address.ToString(),
            ["OPENAI_API_KEY"] = "not-a-key",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = server.Address.ToString(),
            ["OTEL_SERVICE_NAME"] = script,
            ["LANGSMITH_TRACING"] = "false", // LangChain's own service
        };

        // The library and the instrumentation with their versions: {"openai":"6.49.0",…}
        var versions = (await NodePeer.RunEmitterAsync(environment, script, arguments)).ShouldHaveSingleItem();
        return new EmitterRun(string.Join(" by ", versions.Select(version => $"{version.Key} {version.Value}")), await server.ReadAsync());
    }

    /// <summary>Sends a request of <c>tests/fixtures/dotnet-genai</c>.</summary>
    public static async Task<EmitterRun> SendAsync(string name)
    {
        await using var server = await EveryStore.StartAsync();
        var request = await File.ReadAllTextAsync(RepositoryFolder.File("tests", "fixtures", "dotnet-genai", name + ".json"));
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(server.Address, "v1/traces"), content);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{}");
        return new EmitterRun($"{name} (composed)", await server.ReadAsync());
    }

    /// <summary>Says in one line what the emitter's spans became.</summary>
    public override string ToString()
    {
        var spans = Spans.ToList();
        var (types, models) = (Distinct(span => span.Type), Distinct(span => span.Model));
        var (input, output) = (spans.Sum(span => span.Tokens?.Input ?? 0), spans.Sum(span => span.Tokens?.Output ?? 0));
        return string.Create(
            CultureInfo.InvariantCulture, $"emitter: {_emitter}: {spans.Count} spans, types {types}, models {models}, tokens {input}/{output}");

        string Distinct(Func<SpanSummary, string?> item) =>
            string.Join(" ", spans.Select(item).Where(text => text is not null).Distinct().Order(StringComparer.Ordinal));
    }
}
