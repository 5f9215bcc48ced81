namespace OtelBridge.Grpc;

/// <summary>Header and trailer names of gRPC over HTTP/2.</summary>
/// <remarks>Source: the gRPC core specification, PROTOCOL-HTTP2.md.</remarks>
public static class GrpcHeaders
{
    /// <summary>Media type of requests and answers; may carry a suffix such as <c>+proto</c>.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>Trailer: status code as decimal text.</summary>
    public const string Status = "grpc-status";

    /// <summary>Trailer: percent-encoded message of the status.</summary>
    public const string Message = "grpc-message";

    /// <summary>Header: how long the caller waits, see <see cref="GrpcTimeout"/>.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>Header: compression of the messages that are flagged as compressed.</summary>
    public const string Encoding = "grpc-encoding";

    /// <summary>Header: compressions that the sender can read.</summary>
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>The only compression we speak besides none.</summary>
    public const string Gzip = "gzip";

    /// <summary>No compression, by name.</summary>
    public const string Identity = "identity";
}
