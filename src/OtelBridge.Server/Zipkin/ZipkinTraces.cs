using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Zipkin;

/// <summary>Reads traces in Zipkin's form: those that a search finds, or by their ids.</summary>
internal static class ZipkinTraces
{
    /// <summary>The part of the path.</summary>
    public const string TraceId = "traceId";

    private const int MaxDigits = 32;

    public static async Task SearchAsync(ZipkinCall call)
    {
        var found = await new ZipkinSearch(call).FindAsync();
        await AnswerAsync(call, found.Select(static trace => trace.TraceId));
    }

    public static async Task GetManyAsync(ZipkinCall call)
    {
        var ids = call.Require("traceIds").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Normalise).Distinct().ToList();
        await AnswerAsync(call, ids);
    }

    public static async Task GetAsync(ZipkinCall call)
    {
        var id = call.Route(TraceId);
        if (await call.Store.Services.FindTraceAsync(Normalise(id), call.CancellationToken) is not { ResourceSpans.Count: > 0 } trace)
        {
            await call.AnswerAsync(StatusCodes.Status404NotFound, $"{id} not found");
            return;
        }

        using var answer = new RestAnswer(call.Context.Response, isList: true);
        await WriteAsync(answer, trace);
        await answer.CompleteAsync();
    }

    private static async Task AnswerAsync(ZipkinCall call, IEnumerable<string> traceIds)
    {
        using var answer = new RestAnswer(call.Context.Response, isList: true);
        foreach (var id in traceIds)
        {
            // A trace may also have a record and no spans.
            if (await call.TryReadTraceAsync(id) is { ResourceSpans.Count: > 0 } trace)
            {
                answer.Json.WriteStartArray();
                await WriteAsync(answer, trace);
                answer.Json.WriteEndArray();
            }
        }

        await answer.CompleteAsync();
    }

    private static async Task WriteAsync(RestAnswer answer, Trace trace)
    {
        foreach (var span in ZipkinFromOtlp.Convert(trace.ResourceSpans))
        {
            ZipkinJsonWriter.Write(answer.Json, span);
            await answer.SendLargeAsync();
        }
    }

    private static string Normalise(string traceId)
    {
        var padded = traceId.PadLeft(MaxDigits, '0');
        return traceId.Length > 0 && TraceIdText.TryParse(padded, out var bytes)
            ? TraceIdText.FromBytes(bytes)
            : throw ZipkinFormat.BadRequest($"A trace id has 16 or 32 hex digits; '{traceId}' is none.");
    }
}
