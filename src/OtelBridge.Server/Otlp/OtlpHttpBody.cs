using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Otlp;

/// <summary>Reads the body of an OTLP/HTTP request within its limit, before and after decompression.</summary>
internal static class OtlpHttpBody
{
    /// <summary>Reads the whole body and hands it to the encoding.</summary>
    /// <exception cref="MessageTooLargeException">The body exceeds the limit.</exception>
    /// <exception cref="RefusedRequestException">The compression is not known, or the compressed body is broken.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpRequest request, int maxSize, Func<ReadOnlySequence<byte>, T> parse, CancellationToken cancellationToken)
    {
        var gzip = IsGzip(request);
        if (request.ContentLength > maxSize)
        {
            throw TooLarge(maxSize);
        }

        // Counted here, so that a body without an announced length meets the same limit and the same answer.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        var body = await ReadWholeAsync(request.BodyReader, maxSize, cancellationToken);
        try
        {
            return parse(gzip ? Decompress(body, maxSize) : body);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End); // also after a failure, or Kestrel cannot use the connection again
        }
    }

    // The bytes stay in the pipe's own pooled segments; nothing is allocated for a size that was only announced.
    private static async Task<ReadOnlySequence<byte>> ReadWholeAsync(PipeReader reader, int maxSize, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maxSize)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(maxSize);
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> body, int maxSize)
    {
        try
        {
            return new ReadOnlySequence<byte>(BoundedGzip.Decompress(body, maxSize));
        }
        catch (InvalidDataException e)
        {
            throw new RefusedRequestException(
                StatusCodes.Status400BadRequest, GrpcStatusCode.InvalidArgument, "The body is announced as gzip and cannot be decompressed.", e);
        }
    }

    private static bool IsGzip(HttpRequest request)
    {
        string? encoding = request.Headers[HeaderNames.ContentEncoding];
        if (string.IsNullOrWhiteSpace(encoding) || encoding.Equals(GrpcHeaders.Identity, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return encoding.Equals(GrpcHeaders.Gzip, StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new RefusedRequestException(
                StatusCodes.Status415UnsupportedMediaType,
                GrpcStatusCode.InvalidArgument,
                "The Content-Encoding is not known here; send gzip or none.");
    }

    private static MessageTooLargeException TooLarge(int maxSize) => new($"The body is larger than {maxSize} bytes.");
}
