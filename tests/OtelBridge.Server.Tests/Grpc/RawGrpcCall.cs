using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Tests.Grpc;

/// <summary>A gRPC call made of bytes and headers that a well-behaved client would not send.</summary>
internal static class RawGrpcCall
{
    public static string ExportPath => TraceServiceMethods.Export.Path;

    /// <summary>A message with its five bytes in front.</summary>
    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    /// <summary>Bytes with a header that may lie about them.</summary>
    public static byte[] Frame(byte[] body, byte flag = 0, uint? length = null)
    {
        var frame = new byte[GrpcFrame.HeaderSize + body.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)body.Length);
        body.CopyTo(frame, GrpcFrame.HeaderSize);
        return frame;
    }

    public static async Task<RawGrpcAnswer> SendAsync(
        Uri server, string path, byte[] body, string? contentType = GrpcHeaders.ContentType, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30));
        var content = await response.Content.ReadAsByteArrayAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new RawGrpcAnswer(
            response.StatusCode,
            Read(response, GrpcHeaders.Status) is { } status ? (GrpcStatusCode)int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : null,
            Read(response, GrpcHeaders.Message),
            response.Headers.TryGetValues(GrpcHeaders.Encoding, out var encoding) ? encoding.Single() : null,
            IsTrailersOnly: response.Headers.Contains(GrpcHeaders.Status),
            content);
    }

    private static string? Read(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var header) || response.TrailingHeaders.TryGetValues(name, out header) ? header.Single() : null;
}
