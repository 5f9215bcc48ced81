using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Sends the requests of one scenario to a fresh server, and finds where its answers are not the recorded ones.</summary>
internal sealed class ScenarioReplay(ServerUnderTest server)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly IdMap _ids = new();

    public static async Task<IReadOnlyList<Finding>> RunAsync(string scenario, string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(on: kind);
        server.ExpectErrors(); // they become findings, one scenario's beside the others'
        var replay = new ScenarioReplay(server);
        var findings = new List<Finding>();
        foreach (var line in File.ReadLines(RepositoryFolder.File("tests", "fixtures", "mlflow-3.6", scenario + ".jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            findings.AddRange(await replay.RunAsync(scenario, document.RootElement));
        }

        findings.AddRange(server.Log.Where(static entry => entry.Level >= LogLevel.Error).Select(entry => new Finding(scenario, "log", Finding.Nothing, $"{entry}")));
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(string scenario, JsonElement exchange)
    {
        using var request = Request(exchange.GetProperty("request"));
        using var response = await server.Http.SendAsync(request).WaitAsync(TimeSpan.FromMinutes(1));
        var body = await response.Content.ReadAsStringAsync();
        var answer = Json(response, body);
        _ids.Learn(exchange, answer);
        var varies = exchange.TryGetProperty("varies", out var pointers) ? pointers.EnumerateArray().Select(static p => p.GetString()!).ToHashSet() : [];
        var comparison = new AnswerComparison($"{scenario}:{exchange.GetProperty("n")}", varies);
        Compare(comparison, exchange.GetProperty("response"), response, body, answer);
        return comparison.Findings;
    }

    private void Compare(AnswerComparison comparison, JsonElement recorded, HttpResponseMessage response, string body, JsonElement? answer)
    {
        var status = recorded.GetProperty("status").GetInt32();
        if (status != (int)response.StatusCode)
        {
            comparison.Add("status", $"{status}", $"{(int)response.StatusCode} {body}");
            return;
        }

        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        if (path == "/v1/traces")
        {
            return; // OTLP has answers of its own; their tests are elsewhere
        }

        if (recorded.TryGetProperty("json", out var json))
        {
            using var expected = JsonDocument.Parse(_ids.Apply(json.GetRawText()));
            if (answer is { } actual)
            {
                comparison.Compare("/json", expected.RootElement, actual);
            }
            else
            {
                comparison.Add("/json", json.GetRawText(), body);
            }
        }
        else if (response.IsSuccessStatusCode && recorded.TryGetProperty("text", out var text) && text.GetString() != body)
        {
            comparison.Add("text", text.GetString()!, body);
        }
    }

    private static JsonElement? Json(HttpResponseMessage response, string body)
    {
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" || body.StartsWith('{');
        return isJson ? JsonDocument.Parse(body).RootElement : null;
    }

    private HttpRequestMessage Request(JsonElement recorded)
    {
        var path = _ids.Apply(recorded.GetProperty("path").GetString()!);
        var request = new HttpRequestMessage(
            new HttpMethod(recorded.GetProperty("method").GetString()!), new Uri(server.HttpAddress.GetLeftPart(UriPartial.Authority) + path, AsItIs));
        var headers = recorded.GetProperty("headers").EnumerateObject().ToDictionary(static h => h.Name, static h => h.Value.GetString()!);
        if (Body(recorded) is { } body || (body = headers.ContainsKey("content-type") ? [] : null) is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private byte[]? Body(JsonElement recorded) =>
        recorded.TryGetProperty("base64", out var bytes) ? bytes.GetBytesFromBase64()
        : recorded.TryGetProperty("json", out var json) ? Encoding.UTF8.GetBytes(_ids.Apply(json.GetRawText()))
        : recorded.TryGetProperty("text", out var text) ? Encoding.UTF8.GetBytes(_ids.Apply(text.GetString()!))
        : null;
}
