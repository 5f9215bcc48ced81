using System.Text.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Entities;

/// <summary>Traces and their files that MLflow's own server answered with, from the recorded exchanges.</summary>
internal static class RecordedTraces
{
    /// <summary>Each trace of an answer in the REST form, with its spans where they were asked for.</summary>
    public static IEnumerable<(string Name, JsonElement Trace)> Rest() =>
        from exchange in Answers()
        from trace in TracesIn(exchange.Json)
        select (exchange.Name, trace);

    /// <summary>Each file <c>traces.json</c> that was answered.</summary>
    public static IEnumerable<(string Name, JsonElement File)> Files() =>
        from exchange in Answers()
        where exchange.Json.ValueKind == JsonValueKind.Object && exchange.Json.TryGetProperty("spans", out _)
        select (exchange.Name, exchange.Json);

    /// <summary>The file's text in the form of a whole trace, with a record that says nothing but the id.</summary>
    public static string AsTrace(JsonElement file, string traceId) => $$"""{"info":{"trace_id":"{{traceId}}"},"data":{{file.GetRawText()}}}""";

    private static IEnumerable<(string Name, JsonElement Json)> Answers() =>
        from scenario in RecordedExchange.Scenarios
        from exchange in RecordedExchange.Read(scenario)
        let body = Body(exchange.Response)
        where body is not null
        select (exchange.Name, body.Value);

    private static JsonElement? Body(JsonElement response)
    {
        if (response.TryGetProperty("json", out var json))
        {
            return json;
        }

        return response.TryGetProperty("text", out var text) && text.GetString() is ['{', ..] file ? JsonDocument.Parse(file).RootElement : null;
    }

    private static IEnumerable<JsonElement> TracesIn(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (body.TryGetProperty("trace", out var one))
        {
            yield return one;
        }

        foreach (var trace in body.TryGetProperty("traces", out var several) ? several.EnumerateArray() : [])
        {
            yield return trace;
        }
    }
}
