using System.Globalization;
using System.Net;
using OtelBridge.Attributes;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>The two endpoints of a span, from the attributes that say who is at each end.</summary>
internal static class SpanEndpoints
{
    // The rank of OpenTelemetry's specification: the first that is there tells the peer. Addresses come with the key of their port.
    private static readonly (string Key, string? Port)[] RemoteRank =
    [
        (OTelKeys.PeerService, null),
        (OTelKeys.ServerAddress, null),
        (PeerKeys.NetPeerName, null),
        (PeerKeys.NetworkPeerAddress, PeerKeys.NetworkPeerPort),
        (PeerKeys.ServerSocketDomain, null),
        (PeerKeys.ServerSocketAddress, PeerKeys.ServerSocketPort),
        (PeerKeys.NetSockPeerName, null),
        (PeerKeys.NetSockPeerAddress, PeerKeys.NetSockPeerPort),
        (PeerKeys.PeerHostname, null),
        (PeerKeys.PeerAddress, null),
        (PeerKeys.DbName, null),
    ];

    /// <summary>The attributes that name a peer.</summary>
    public static IReadOnlyList<string> RemoteNames { get; } = [.. RemoteRank.Select(static rank => rank.Key)];

    /// <summary>Whether a span that came in Zipkin's form has the attribute only because of an endpoint.</summary>
    public static bool IsOfEndpoint(string key) =>
        key is OTelKeys.PeerService or PeerKeys.NetworkPeerAddress or PeerKeys.NetworkPeerPort or PeerKeys.NetworkLocalAddress or PeerKeys.NetworkLocalPort;

    public static Endpoint? LocalOf(AttributeTexts attributes) => Of(
        attributes.ServiceName, attributes.Find(PeerKeys.NetworkLocalAddress), attributes.Find(PeerKeys.NetworkLocalPort));

    /// <summary>The peer of an OpenTelemetry span.</summary>
    public static Endpoint? RemoteOf(AttributeTexts attributes)
    {
        foreach (var (key, port) in RemoteRank)
        {
            if (attributes.Find(key) is { } text)
            {
                // A socket's address may also be a path or a name.
                return port is not null && IPAddress.TryParse(text, out _) ? Of(null, text, attributes.Find(port)) : Of(text, null, null);
            }
        }

        return null;
    }

    /// <summary>The peer of a span that came in Zipkin's form, as it came.</summary>
    public static Endpoint? NativeRemoteOf(AttributeTexts attributes) => Of(
        attributes.Find(OTelKeys.PeerService), attributes.Find(PeerKeys.NetworkPeerAddress), attributes.Find(PeerKeys.NetworkPeerPort));

    private static Endpoint? Of(string? name, string? address, string? port)
    {
        var endpoint = new Endpoint { ServiceName = name ?? string.Empty };
        if (IPAddress.TryParse(address, out var parsed))
        {
            endpoint.Set(parsed);
        }

        if (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            endpoint.Port = number;
        }

        return endpoint.CalculateSize() > 0 ? endpoint : null;
    }
}
