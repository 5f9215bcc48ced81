using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OtelBridge.Otlp;

namespace OtelBridge.Web.TraceView;

/// <summary>Answers with JSON that is written straight to the connection, compressed where the browser takes that.</summary>
/// <param name="write">Writes it in pieces; after each, what has gathered may be sent.</param>
internal sealed class TraceJsonAnswer(Func<Utf8JsonWriter, IEnumerable<TraceJsonPiece>> write) : IResult
{
    private const long LargeSize = 1 << 20;

    /// <summary>Gets the name that a browser saves it under; none when null.</summary>
    public string? FileName { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Vary = "Accept-Encoding";
        if (FileName is { } name)
        {
            response.Headers.ContentDisposition = $"inline; filename=\"{name}\"";
        }

        await using var body = Encoded(httpContext.Request, response);
        await using var json = new Utf8JsonWriter(body, OtlpJsonWriter.Options);
        var sent = 0L;
        foreach (var _ in write(json))
        {
            if (json.BytesCommitted + json.BytesPending - sent >= LargeSize)
            {
                await json.FlushAsync(httpContext.RequestAborted);
                sent = json.BytesCommitted;
            }
        }

        await json.FlushAsync(httpContext.RequestAborted);
    }

    private static Stream Encoded(HttpRequest request, HttpResponse response)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        var plain = response.BodyWriter.AsStream(leaveOpen: true);
        if (accepted.Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "br";
            return new BrotliStream(plain, CompressionLevel.Fastest);
        }

        if (accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            return new GZipStream(plain, CompressionLevel.Optimal);
        }

        return plain;
    }
}
