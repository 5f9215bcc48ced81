using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Diagnostics;
using RpcStatus = OtelBridge.Rpc.Status;

namespace OtelBridge.Server.Otlp;

/// <summary>One of the two encodings of OTLP over HTTP; an answer, also an error, has the encoding of its request.</summary>
internal abstract class OtlpEncoding
{
    public static OtlpEncoding Protobuf { get; } = new ProtobufEncoding();

    public static OtlpEncoding Json { get; } = new JsonEncoding();

    /// <summary>The media type, for the answer.</summary>
    public abstract string ContentType { get; }

    /// <summary>The encoding that a content type names, whatever its parameters; null when it names none of the two.</summary>
    public static OtlpEncoding? Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var mediaType))
        {
            return null;
        }

        if (mediaType.MediaType.Equals(Protobuf.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return Protobuf;
        }

        return mediaType.MediaType.Equals(Json.ContentType, StringComparison.OrdinalIgnoreCase) ? Json : null;
    }

    /// <summary>Reads a request.</summary>
    /// <param name="body">Its body, decompressed.</param>
    /// <param name="maxSize">The limit of what it may count as, see <see cref="MessageParts"/>.</param>
    /// <param name="held">Told what it counts as.</param>
    /// <exception cref="RefusedRequestException">The body is not the message.</exception>
    /// <exception cref="OtlpJsonException">The body is not the message.</exception>
    /// <exception cref="MessageTooLargeException">It is made of too many small parts.</exception>
    public abstract ExportTraceServiceRequest ReadRequest(ReadOnlySequence<byte> body, int maxSize, Action<long>? held);

    public abstract ReadOnlyMemory<byte> WriteResponse(ExportTraceServiceResponse response);

    public abstract ReadOnlyMemory<byte> WriteStatus(RpcStatus status);

    private sealed class ProtobufEncoding : OtlpEncoding
    {
        public override string ContentType => "application/x-protobuf";

        public override ExportTraceServiceRequest ReadRequest(ReadOnlySequence<byte> body, int maxSize, Action<long>? held)
        {
            try
            {
                return MessageReader.Read(ExportTraceServiceRequest.Parser, body, maxSize, held);
            }
            catch (InvalidMessageException e)
            {
                throw new RefusedRequestException(StatusCodes.Status400BadRequest, GrpcStatusCode.InvalidArgument, e.Message, e);
            }
        }

        public override ReadOnlyMemory<byte> WriteResponse(ExportTraceServiceResponse response) => response.ToByteArray();

        public override ReadOnlyMemory<byte> WriteStatus(RpcStatus status) => status.ToByteArray();
    }

    private sealed class JsonEncoding : OtlpEncoding
    {
        public override string ContentType => "application/json";

        public override ExportTraceServiceRequest ReadRequest(ReadOnlySequence<byte> body, int maxSize, Action<long>? held)
        {
            if (body.IsSingleSegment)
            {
                return OtlpJsonReader.ReadRequest(body.FirstSpan, maxSize, held);
            }

            var length = checked((int)body.Length); // bounded by the request limit
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                body.CopyTo(buffer);
                return OtlpJsonReader.ReadRequest(buffer.AsSpan(0, length), maxSize, held);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        public override ReadOnlyMemory<byte> WriteResponse(ExportTraceServiceResponse response) => Write(json =>
        {
            if (response.PartialSuccess is { } partial)
            {
                json.WriteStartObject("partialSuccess"u8);
                json.WriteString("rejectedSpans"u8, partial.RejectedSpans.ToString(System.Globalization.CultureInfo.InvariantCulture));
                json.WriteString("errorMessage"u8, partial.ErrorMessage);
                json.WriteEndObject();
            }
        });

        public override ReadOnlyMemory<byte> WriteStatus(RpcStatus status) => Write(json =>
        {
            json.WriteNumber("code"u8, status.Code);
            json.WriteString("message"u8, status.Message);
        });

        private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(buffer, OtlpJsonWriter.Options))
            {
                json.WriteStartObject();
                fields(json);
                json.WriteEndObject();
            }

            return buffer.WrittenMemory;
        }
    }
}
