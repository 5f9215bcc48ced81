namespace OtelBridge.Server.Configuration;

/// <summary>How much one caller may ask of the server.</summary>
public sealed class OtelBridgeServerLimits
{
    /// <summary>Gets or sets the largest request in bytes, on every wire, before and after decompression.</summary>
    /// <value>The default is 64 MiB.</value>
    /// <remarks>
    /// gRPC's own default of 4 MiB is made for small messages. A GenAI span carries whole prompts, documents and images, and a batch carries
    /// hundreds of spans: a sender cut off at 4 MiB would lose the very traces that people look for. Above the limit gRPC answers
    /// RESOURCE_EXHAUSTED and HTTP answers 413. The bytes of a request are held in memory only as they arrive, never as announced.
    /// </remarks>
    public int MaxRequestSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets how many bytes all requests together may hold while they are received and stored, before and after decompression.</summary>
    /// <value>The default is 256 MiB.</value>
    /// <remarks>Beyond it the request that grows is answered with UNAVAILABLE or 503, which senders repeat. A request takes about five times its bytes while it is decoded, packed and written.</remarks>
    public long MaxRequestBytesInFlight { get; set; } = 256L * 1024 * 1024;

    /// <summary>Gets or sets the largest answer in bytes before compression.</summary>
    /// <value>The default is 512 MiB.</value>
    /// <remarks>A call whose answer would be larger gets RESOURCE_EXHAUSTED; asking for fewer traces at once helps.</remarks>
    public int MaxResponseSize { get; set; } = 512 * 1024 * 1024;

    /// <summary>Gets or sets how long a question of Jaeger's or Zipkin's API may take before it is given up.</summary>
    /// <value>The default is 30 seconds.</value>
    /// <remarks>Its caller is then answered with 504. A search by attributes reads the spans of all traces that its other conditions leave.</remarks>
    public TimeSpan MaxQueryTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many connections each listener holds at once; more are closed as they come.</summary>
    /// <value>The default is 4,096.</value>
    /// <remarks>By listener, so that whoever takes all of one leaves the others alone.</remarks>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Gets or sets how many calls one gRPC connection may have in flight.</summary>
    /// <value>The default is 100, the number that HTTP/2 recommends as the least.</value>
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>Gets or sets how long a TLS handshake may take.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long the headers of a request may take, from their first byte to their last.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long a connection may stay without a request, a new one as well as one that had some.</summary>
    /// <value>The default is 130 seconds.</value>
    /// <remarks>Longer than clients and balancers keep a connection that they do not use (60 to 120 seconds): the side that keeps it longer must be the server, or a request meets a line that is just being closed.</remarks>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>Gets or sets how long the body of a request may take to come in.</summary>
    /// <value>The default is 2 minutes; no exporter waits that long for its answer.</value>
    /// <remarks>What has come in holds a part of <see cref="MaxRequestBytesInFlight"/> until it is whole; a sender that stops shortly before the end must not hold it for hours. The answer is DEADLINE_EXCEEDED or 408.</remarks>
    public TimeSpan ReceiveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets the bytes a second below which a connection is closed, of a body that comes in and of an answer that goes out.</summary>
    /// <value>The default is 1,024, after <see cref="DataRateGracePeriod"/>.</value>
    public int MinDataRate { get; set; } = 1024;

    /// <summary>Gets or sets after which time <see cref="MinDataRate"/> counts; more than one second.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan DataRateGracePeriod { get; set; } = TimeSpan.FromSeconds(10);
}
