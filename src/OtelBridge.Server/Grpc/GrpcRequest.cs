using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Grpc;

/// <summary>The checks of a request before its body is touched.</summary>
internal static class GrpcRequest
{
    private const string ProtoSuffix = "+proto";
    private const int MaxQuotedLength = 200;

    /// <summary>Whether the request speaks gRPC with protobuf over HTTP/2; when it does not, the answer has been given.</summary>
    public static bool IsAccepted(HttpContext context)
    {
        // Trailers, where gRPC puts its status, reach the caller only over HTTP/2.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "h2c";
            return false;
        }

        if (!IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        return true;
    }

    /// <summary>Reads <c>grpc-timeout</c>; null when the caller set none.</summary>
    /// <exception cref="GrpcException">The value is not a timeout.</exception>
    public static TimeSpan? ReadTimeout(IHeaderDictionary headers)
    {
        string? text = headers[GrpcHeaders.Timeout];
        if (text is null)
        {
            return null;
        }

        return GrpcTimeout.TryParse(text, out var timeout)
            ? timeout
            : throw new GrpcException(GrpcStatusCode.Internal, $"The value '{Quote(text)}' of {GrpcHeaders.Timeout} is not a timeout.");
    }

    /// <summary>Whether the caller reads gzip.</summary>
    public static bool AcceptsGzip(IHeaderDictionary headers)
    {
        foreach (var value in headers[GrpcHeaders.AcceptEncoding])
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                if (value.AsSpan(range).Trim().Equals(GrpcHeaders.Gzip, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Text of the caller that goes into a message, bounded.</summary>
    public static string Quote(string? text) =>
        text is { Length: > MaxQuotedLength } ? string.Concat(text.AsSpan(0, MaxQuotedLength), "…") : text ?? "";

    // "application/grpc", "application/grpc+proto", either with parameters; not "application/grpc-web" and not "application/grpc+json".
    private static bool IsGrpc(string? contentType)
    {
        if (contentType?.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        var rest = contentType.AsSpan(GrpcHeaders.ContentType.Length);
        if (rest.StartsWith(ProtoSuffix, StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[ProtoSuffix.Length..];
        }

        rest = rest.TrimStart();
        return rest.IsEmpty || rest[0] == ';';
    }
}
