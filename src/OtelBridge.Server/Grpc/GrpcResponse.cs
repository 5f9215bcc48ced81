using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Grpc;

/// <summary>Writes the answer of a unary call.</summary>
internal static class GrpcResponse
{
    // Below this, a gzip header and a dictionary that never fills cost more than they save.
    private const int GzipThreshold = 4096;

    private static readonly string Ok = ((int)GrpcStatusCode.Ok).ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with a message and status OK.</summary>
    /// <exception cref="GrpcException">The message exceeds the limit; nothing was written.</exception>
    public static async Task WriteAsync(HttpContext context, IMessage message, int maxSize, bool gzip)
    {
        var size = message.CalculateSize();
        if (size < 0 || size > maxSize)
        {
            // CalculateSize counts in 32 bits, so an answer beyond 2 GiB shows as a negative size.
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted, $"The answer is larger than {maxSize} bytes; ask for less at once.");
        }

        var response = context.Response;
        response.ContentType = GrpcHeaders.ContentType;
        gzip &= size >= GzipThreshold;
        if (gzip)
        {
            response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
        }

        // Before the first span is asked of the writer, or Kestrel buffers the body apart. The end of the request flushes.
        await response.StartAsync();
        if (gzip)
        {
            response.BodyWriter.Write(GrpcFrame.Write(message, gzip: true).Span);
        }
        else
        {
            WriteFrame(response.BodyWriter, message, size);
        }

        response.AppendTrailer(GrpcHeaders.Status, Ok);
    }

    /// <summary>Answers with a status alone ("trailers-only": the status stands in the headers and no body follows).</summary>
    public static void WriteStatus(HttpContext context, GrpcStatusCode status, string message)
    {
        var response = context.Response;
        response.Clear();
        response.ContentType = GrpcHeaders.ContentType;
        response.Headers[GrpcHeaders.Status] = ((int)status).ToString(CultureInfo.InvariantCulture);
        response.Headers[GrpcHeaders.Message] = GrpcMessageText.Encode(message);
    }

    /// <summary>Answers with what a fault says, and when to come back if that is known.</summary>
    public static void WriteStatus(HttpContext context, in Fault fault)
    {
        WriteStatus(context, fault.Status, fault.Message);
        if (fault.Wait is { } wait)
        {
            context.Response.Headers[GrpcStatusDetails.Header] = GrpcStatusDetails.Write(fault.Status, fault.Message, wait);
        }
    }

    private static void WriteFrame(PipeWriter writer, IMessage message, int size)
    {
        var header = writer.GetSpan(GrpcFrame.HeaderSize);
        header[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)size);
        writer.Advance(GrpcFrame.HeaderSize);
        message.WriteTo(writer);
    }
}
