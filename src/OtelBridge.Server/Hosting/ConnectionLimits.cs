using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Hosting;

/// <summary>What one connection may take of the server: every limit is set here, also where Kestrel's own would do, so that none depends on its version.</summary>
internal static class ConnectionLimits
{
    /// <summary>How many connections the kernel keeps until they are accepted; it has a limit of its own (Linux: <c>net.core.somaxconn</c>, 4,096). Whoever finds no place there tries again a second later.</summary>
    public const int Backlog = 4096;

    /// <summary>Forms of the pages; the largest names the traces that were chosen. Where spans are taken in, their own limit counts.</summary>
    private const int MaxFormSize = 4 * 1024 * 1024;

    /// <summary>A line that is cut says nothing; asked for an answer now and then, it is found out.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    public static void Apply(KestrelServerLimits kestrel, OtelBridgeServerLimits limits)
    {
        kestrel.MaxConcurrentConnections = limits.MaxConnections; // of those that BoundedListener lets in: what is still at work when its line is closed counts
        kestrel.MaxConcurrentUpgradedConnections = 0; // nothing here is upgraded
        kestrel.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.KeepAliveTimeout = limits.IdleTimeout; // also the wait for the first byte, over HTTP/2 for its preface
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGracePeriod);
        kestrel.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGracePeriod);
        kestrel.MaxRequestBodySize = MaxFormSize;
        kestrel.MaxRequestLineSize = 16 * 1024; // searches by GET carry their filter in it
        kestrel.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.MaxRequestHeaderCount = 100;

        kestrel.Http2.MaxStreamsPerConnection = limits.MaxStreamsPerConnection;
        kestrel.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        kestrel.Http2.KeepAlivePingDelay = PingDelay;
        kestrel.Http2.KeepAlivePingTimeout = PingTimeout;
    }
}
