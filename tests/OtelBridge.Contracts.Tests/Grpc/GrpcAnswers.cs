using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Contracts.Tests.Grpc;

/// <summary>The answers, right and wrong, that a peer gives in the client's tests.</summary>
internal static class GrpcAnswers
{
    public static ExportTraceServiceResponse Partial(long rejected, string message = "") =>
        new() { PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = rejected, ErrorMessage = message } };

    public static Task<ExportTraceServiceRequest> RequestOf(HttpContext context) =>
        GrpcFrame.ReadUnaryAsync(
            context.Request.BodyReader,
            context.Request.Headers[GrpcHeaders.Encoding],
            64 << 20,
            ExportTraceServiceRequest.Parser,
            context.RequestAborted).AsTask();

    /// <summary>A copy of the request's headers: Kestrel uses its own again for the next request.</summary>
    public static Dictionary<string, string> HeadersOf(HttpContext context) =>
        context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>A message, then the status.</summary>
    public static async Task Answer(HttpContext context, IMessage message, bool gzip = false, string? status = "0")
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        if (gzip)
        {
            context.Response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
        }

        await context.Response.BodyWriter.WriteAsync(GrpcFrame.Write(message, gzip));
        if (status is not null)
        {
            context.Response.AppendTrailer(GrpcHeaders.Status, status);
        }
    }

    /// <summary>Bytes as they are, then the status.</summary>
    public static async Task AnswerBytes(HttpContext context, byte[] body, string? encoding = null)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        if (encoding is not null)
        {
            context.Response.Headers[GrpcHeaders.Encoding] = encoding;
        }

        await context.Response.BodyWriter.WriteAsync(body);
        context.Response.AppendTrailer(GrpcHeaders.Status, "0");
    }

    /// <summary>An error without a body: its status is among the headers.</summary>
    public static Task TrailersOnly(HttpContext context, string status, string? encodedMessage, int http = 200)
    {
        context.Response.StatusCode = http;
        context.Response.ContentType = GrpcHeaders.ContentType;
        context.Response.Headers[GrpcHeaders.Status] = status;
        if (encodedMessage is not null)
        {
            context.Response.Headers[GrpcHeaders.Message] = encodedMessage;
        }

        return Task.CompletedTask;
    }

    /// <summary>An error with headers, no message, and its status behind them.</summary>
    public static async Task ErrorInTrailers(HttpContext context, string status, string encodedMessage)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        await context.Response.StartAsync();
        context.Response.AppendTrailer(GrpcHeaders.Status, status);
        context.Response.AppendTrailer(GrpcHeaders.Message, encodedMessage);
    }
}
