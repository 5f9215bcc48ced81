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

    /// <summary>Gets or sets how many connections the server holds at once, over all its listeners; more are closed as they come.</summary>
    /// <value>The default is 4,096.</value>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Gets or sets how many calls one gRPC connection may have in flight.</summary>
    /// <value>The default is 100, the number that HTTP/2 recommends as the least.</value>
    public int MaxStreamsPerConnection { get; set; } = 100;
}
