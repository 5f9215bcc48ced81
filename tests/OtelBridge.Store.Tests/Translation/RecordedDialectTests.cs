using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Translation;

/// <summary>Spans of the dialects as real emitters shape them, against what MLflow 3.6's own server made of each.</summary>
public sealed class RecordedDialectTests
{
    public static TheoryData<string> Scenarios => ["otlp_genai", "otlp_dialects"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Reading_RecordedSpans_SaysWhatMlflowSaid(string scenario)
    {
        var exchanges = RecordedExchange.Read(scenario).ToList();
        var expected = exchanges.SelectMany(Answered).DistinctBy(span => span.Id).ToDictionary(span => span.Id, span => span.Attributes);
        var compared = 0;

        foreach (var span in exchanges.SelectMany(Sent).Where(span => expected.ContainsKey(span.SpanId.ToBase64())))
        {
            var attributes = expected[span.SpanId.ToBase64()];
            var reading = SpanReading.Of(span);
            compared++;

            reading.SpanType.ShouldBe(TypeOf(span.Name, (string?)attributes.GetValueOrDefault("mlflow.spanType")), span.Name);
            Same(reading.Inputs, InputsOf(span.Name, attributes.GetValueOrDefault("mlflow.spanInputs"))).ShouldBeTrue($"inputs of {span.Name}: {reading.Inputs}");
            Same(reading.Outputs, OutputsOf(span.Name, attributes.GetValueOrDefault("mlflow.spanOutputs"))).ShouldBeTrue($"outputs of {span.Name}: {reading.Outputs}");
            reading.TokenUsage.ShouldBe(UsageOf(span.Name, attributes.GetValueOrDefault("mlflow.chat.tokenUsage")), span.Name);
        }

        compared.ShouldBe(expected.Count);
        compared.ShouldBeGreaterThan(9);
    }

    // MLflow knows OpenLLMetry's tasks, not its model calls.
    private static string? TypeOf(string name, string? type) => (name, type) switch
    {
        ("tl.chat", null) => "CHAT_MODEL",
        _ => type,
    };

    // MLflow does not look at the messages of a call that streams.
    private static JsonNode? InputsOf(string name, JsonNode? inputs) => (name, inputs) switch
    {
        ("ai.streamText.doStream", null) => JsonNode.Parse("""[{"role":"user","content":"Stream"}]"""),
        _ => inputs,
    };

    // Nor at lists that come as one attribute a member.
    private static JsonNode? OutputsOf(string name, JsonNode? outputs) => (name, outputs) switch
    {
        ("oi retriever", null) => JsonNode.Parse("""{"documents":[{"content":"text","score":0.7}]}"""),
        _ => outputs,
    };

    // MLflow loses the usage of an operation that has input tokens alone.
    private static SpanTokenUsage? UsageOf(string name, JsonNode? usage) => (name, usage) switch
    {
        ("embeddings e-1", null) => new SpanTokenUsage(4, 0, 4),
        (_, null) => null,
        _ => new SpanTokenUsage((long)usage["input_tokens"]!, (long)usage["output_tokens"]!, (long)usage["total_tokens"]!),
    };

    private static bool Same(string? json, JsonNode? recorded) =>
        JsonNode.DeepEquals(json is null ? null : JsonNode.Parse(json), Unfolded(recorded));

    // MLflow hands a list or a number that came as text back as text; we read it as what it is.
    private static JsonNode? Unfolded(JsonNode? recorded) =>
        recorded is JsonValue value && value.TryGetValue<string>(out var text) && (text.StartsWith('[') || double.TryParse(text, out _))
            ? JsonNode.Parse(text)
            : recorded;

    private static IEnumerable<Span> Sent(RecordedExchange exchange) => exchange.Request.TryGetProperty("otlp", out _)
        ? ExportTraceServiceRequest.Parser.ParseFrom(exchange.Request.GetProperty("base64").GetBytesFromBase64()).ResourceSpans.AllSpans()
        : [];

    private static IEnumerable<(string Id, Dictionary<string, JsonNode?> Attributes)> Answered(RecordedExchange exchange) =>
        from trace in exchange.Response.TryGetProperty("json", out var json) && json.ValueKind == JsonValueKind.Object && json.TryGetProperty("traces", out var traces)
            ? traces.EnumerateArray()
            : Enumerable.Empty<JsonElement>()
        where trace.TryGetProperty("spans", out _)
        from span in trace.GetProperty("spans").EnumerateArray()
        select (span.GetProperty("span_id").GetString()!, span.GetProperty("attributes").EnumerateArray().ToDictionary(
            attribute => attribute.GetProperty("key").GetString()!, attribute => Plain(attribute.GetProperty("value"))));

    // {"kvlist_value":{"values":[{"key":"a","value":{"int_value":1}}]}} is {"a":1}.
    private static JsonNode? Plain(JsonElement value)
    {
        foreach (var kind in value.EnumerateObject())
        {
            return kind.Name switch
            {
                "kvlist_value" => new JsonObject(Values(kind.Value).Select(pair =>
                    KeyValuePair.Create(pair.GetProperty("key").GetString()!, Plain(pair.GetProperty("value"))))),
                "array_value" => new JsonArray([.. Values(kind.Value).Select(Plain)]),
                _ => JsonNode.Parse(kind.Value.GetRawText()),
            };
        }

        return null;
    }

    private static IEnumerable<JsonElement> Values(JsonElement list) => list.TryGetProperty("values", out var values) ? values.EnumerateArray() : [];
}
