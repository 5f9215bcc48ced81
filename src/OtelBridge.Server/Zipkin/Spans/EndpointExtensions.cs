using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>IP addresses of Zipkin's endpoints: a field for each family.</summary>
internal static class EndpointExtensions
{
    public static void Set(this Endpoint endpoint, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = UnsafeByteOperations.UnsafeWrap(plain.GetAddressBytes());
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            endpoint.Ipv4 = bytes;
        }
        else
        {
            endpoint.Ipv6 = bytes;
        }
    }

    /// <summary>The address as text; null when there is none.</summary>
    public static string? AddressText(this Endpoint endpoint) => Text(endpoint.Ipv4) ?? Text(endpoint.Ipv6);

    /// <summary>An address field as text; null when it is empty.</summary>
    public static string? Text(ByteString address) => address.IsEmpty ? null : new IPAddress(address.Span).ToString();
}
