using System.Net;
using System.Text;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>Calls the REST API of a server.</summary>
internal static class RestClient
{
    public static async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(this ServerUnderTest server, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await server.Http.SendAsync(request).WaitAsync(TimeSpan.FromMinutes(1));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>Calls, and expects success.</summary>
    public static async Task<JsonElement> OkAsync(this ServerUnderTest server, string method, string path, string? body = null)
    {
        var (status, answer) = await server.CallAsync(method, path, body);
        status.ShouldBe(HttpStatusCode.OK, $"{method} {path}: {answer}");
        return answer;
    }

    /// <summary>Calls, and expects a failure in MLflow's words.</summary>
    public static async Task FailsAsync(this ServerUnderTest server, string method, string path, string? body, HttpStatusCode status, string code, string messageStart)
    {
        var (found, answer) = await server.CallAsync(method, path, body);
        found.ShouldBe(status, $"{answer}");
        answer.GetProperty("error_code").GetString().ShouldBe(code);
        answer.GetProperty("message").GetString().ShouldStartWith(messageStart);
    }

    public static Task IngestAsync(this ServerUnderTest server, params IEnumerable<Span> spans) =>
        server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(spans));
}
