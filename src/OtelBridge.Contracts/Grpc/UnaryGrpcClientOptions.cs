namespace OtelBridge.Grpc;

/// <summary>Settings of a <see cref="UnaryGrpcClient"/>.</summary>
public sealed class UnaryGrpcClientOptions
{
    /// <summary>Gets or sets how long a call may take.</summary>
    /// <value>The default is 10 seconds.</value>
    /// <remarks>
    /// Sent to the server as <c>grpc-timeout</c> and kept by the client itself. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </remarks>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets whether requests are compressed with gzip.</summary>
    /// <value>The default is <see langword="false"/>. Compressed answers are always read.</value>
    public bool Gzip { get; set; }

    /// <summary>Gets or sets the largest answer that is read, in bytes, before and after decompression.</summary>
    /// <value>The default is 4 MiB, gRPC's own.</value>
    public int MaxReceiveMessageSize { get; set; } = GrpcFrame.DefaultMaxMessageSize;

    /// <summary>Gets the metadata sent with every call.</summary>
    /// <remarks>
    /// Keys are letters, digits, <c>_ - .</c> and not <c>grpc-…</c>; values are printable ASCII. The value of a key that ends in <c>-bin</c> is base64.
    /// </remarks>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the handler under the client, for certificates and tests.</summary>
    /// <value>The default is a <see cref="SocketsHttpHandler"/> that keeps its connection alive and opens more when one is full.</value>
    public HttpMessageHandler? Handler { get; set; }
}
