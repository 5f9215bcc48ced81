using System.Text;
using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Security;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Zipkin;

/// <summary>What Zipkin's server says of itself: to its user interface, to probes and to collectors of metrics.</summary>
internal static class ZipkinPages
{
    /// <summary>What a search gives when nothing else is asked.</summary>
    public const int DefaultLimit = 10;

    private const int DefaultLookbackMs = 15 * 60 * 1000; // of the page, not of the API

    public static async Task ConfigAsync(ZipkinCall call)
    {
        using var answer = new RestAnswer(call.Context.Response);
        var json = answer.Json;
        json.WriteString("environment"u8, string.Empty);
        json.WriteNumber("queryLimit"u8, DefaultLimit);
        json.WriteNumber("defaultLookback"u8, DefaultLookbackMs);
        json.WriteBoolean("searchEnabled"u8, true);
        json.WriteNull("logsUrl"u8);
        json.WriteNull("supportUrl"u8);
        json.WriteNull("archivePostUrl"u8);
        json.WriteNull("archiveUrl"u8);
        json.WriteStartObject("dependency"u8);
        json.WriteBoolean("enabled"u8, true);
        json.WriteNumber("lowErrorRate"u8, 0.5);
        json.WriteNumber("highErrorRate"u8, 0.75);
        json.WriteEndObject();
        await answer.CompleteAsync();
    }

    /// <summary>Asks the store, since a server whose store is away can neither take nor show spans.</summary>
    public static async Task HealthAsync(ZipkinCall call)
    {
        var status = "UP";
        try
        {
            await call.Store.Reader.FindTraceInfoAsync(string.Empty, call.CancellationToken);
        }
        catch (StoreUnavailableException)
        {
            status = "DOWN";
            call.Context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        using var answer = new RestAnswer(call.Context.Response);
        answer.Json.WriteString("status"u8, status);
        answer.Json.WriteStartObject("zipkin"u8);
        answer.Json.WriteString("status"u8, status);
        answer.Json.WriteEndObject();
        await answer.CompleteAsync();
    }

    public static async Task MetricsAsync(ZipkinCall call)
    {
        WholeServer.RequireSeen(call.Context);
        using var answer = new RestAnswer(call.Context.Response);
        foreach (var (name, value) in call.Intake.Counters.All)
        {
            answer.Json.WriteNumber($"counter.zipkin_collector.{name}.http", value);
        }

        await answer.CompleteAsync();
    }

    public static Task PrometheusAsync(ZipkinCall call)
    {
        WholeServer.RequireSeen(call.Context);
        var text = new StringBuilder();
        foreach (var (name, value) in call.Intake.Counters.All)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"# TYPE zipkin_collector_{name}_total counter\n");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"zipkin_collector_{name}_total{{transport=\"http\"}} {value}\n");
        }

        return call.AnswerAsync(StatusCodes.Status200OK, text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    public static Task WelcomeAsync(ZipkinCall call) => call.AnswerAsync(
        StatusCodes.Status200OK,
        $"""
        OtelBridge {ServerVersion.Own}: Zipkin's API, version 2.

        POST /api/v2/spans          spans as JSON or protobuf, plain or gzip
        GET  /api/v2/traces         and the other reads: point Zipkin's user interface or Grafana's Zipkin data source at this address
        GET  /health

        """);
}
