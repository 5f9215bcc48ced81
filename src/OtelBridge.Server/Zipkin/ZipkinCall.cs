using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Zipkin;

/// <summary>One call of Zipkin's API while it is answered: its parameters, and the store that it asks.</summary>
internal sealed class ZipkinCall(
    HttpContext context, ITraceStore store, ZipkinIntake intake, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
{
    public HttpContext Context { get; } = context;

    public ITraceStore Store { get; } = store;

    public ZipkinIntake Intake { get; } = intake;

    /// <summary>What ends the call: its caller goes, or its time is up.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Milliseconds since 1970.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A parameter; null when it is not given or empty, as forms send what nobody filled in.</summary>
    public string? Find(string name)
    {
        var text = Context.Request.Query[name].ToString();
        return text.Length == 0 ? null : text;
    }

    public string Require(string name) => Find(name) ?? throw ZipkinFormat.BadRequest($"The parameter {name} is required.");

    /// <summary>A positive number; null when it is not given.</summary>
    public long? FindNumber(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw ZipkinFormat.BadRequest($"The parameter {name} must be a number above 0.");
    }

    /// <summary>A part of the path.</summary>
    public string Route(string name) => Context.Request.RouteValues[name] as string ?? string.Empty;

    /// <summary>Reads one of several traces; null for one that is gone, and for one that is damaged or too large, which does not hide the others.</summary>
    /// <remarks>One at a time: a page of traces of language models may be larger than memory.</remarks>
    public async Task<Trace?> TryReadTraceAsync(string traceId)
    {
        try
        {
            return await Store.Services.FindTraceAsync(traceId, CancellationToken);
        }
        catch (Exception e) when (e is DamagedTraceException or MessageTooLargeException)
        {
            ReceiveLog.Unreadable(logger, traceId, e);
            return null;
        }
    }

    /// <summary>Answers with a list of texts.</summary>
    public async Task AnswerAsync(IEnumerable<string> texts)
    {
        using var answer = new RestAnswer(Context.Response, isList: true);
        foreach (var text in texts)
        {
            answer.Json.WriteStringValue(text);
        }

        await answer.CompleteAsync();
    }

    /// <summary>Answers with a text that is no JSON.</summary>
    public Task AnswerAsync(int status, string text, string contentType = "text/plain; charset=utf-8") => WriteAsync(Context.Response, status, text, contentType);

    public static Task WriteAsync(HttpResponse response, Fault fault)
    {
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        return WriteAsync(response, fault.HttpStatus, fault.Message);
    }

    public static async Task WriteAsync(HttpResponse response, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(text);
        await response.WriteAsync(text, response.HttpContext.RequestAborted);
    }
}
