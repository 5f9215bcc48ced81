using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Hosting;

/// <summary>Reads the body of an HTTP request within its limit, before and after decompression.</summary>
internal static class RequestBody
{
    /// <summary>Reads the whole body and hands it to the encoding.</summary>
    /// <exception cref="GrpcException">The server holds too much already.</exception>
    /// <exception cref="MessageTooLargeException">The body exceeds the limit.</exception>
    /// <exception cref="RefusedRequestException">The compression is not known, or the compressed body is broken.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpRequest request, int maxSize, RequestMemory.Share held, Func<ReadOnlySequence<byte>, T> parse, CancellationToken cancellationToken)
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

        var body = await ReadWholeAsync(request.BodyReader, maxSize, held, cancellationToken);
        try
        {
            return parse(gzip ? Decompress(body, maxSize, held) : body);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End); // also after a failure, or Kestrel cannot use the connection again
        }
    }

    // The bytes stay in the pipe's own pooled segments; nothing is allocated for a size that was only announced.
    private static async Task<ReadOnlySequence<byte>> ReadWholeAsync(
        PipeReader reader, int maxSize, RequestMemory.Share held, CancellationToken cancellationToken)
    {
        using var patience = held.BeginToReceive(reader);
        while (true)
        {
            var read = await ReadAsync(reader, cancellationToken);
            if (read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw held.TookTooLong();
            }

            if (read.Buffer.Length > maxSize)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(maxSize);
            }

            try
            {
                held.GrowTo(read.Buffer.Length);
            }
            catch (GrpcException)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw;
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            // Kestrel says so where the length of a chunk leaves 64 bits.
            throw new RefusedRequestException(
                StatusCodes.Status400BadRequest, GrpcStatusCode.InvalidArgument, "The body cannot be read: its form is broken.", e);
        }
    }

    private static ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> body, int maxSize, RequestMemory.Share held)
    {
        try
        {
            var decompressed = BoundedGzip.Decompress(body, maxSize);
            held.GrowTo(body.Length + decompressed.Length);
            return new ReadOnlySequence<byte>(decompressed);
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
