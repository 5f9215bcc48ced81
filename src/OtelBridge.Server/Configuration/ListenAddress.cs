using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace OtelBridge.Server.Configuration;

/// <summary>Where a listener accepts connections: an IP address and a port.</summary>
/// <param name="Host">The address of the network interface.</param>
/// <param name="Port">The port; 0 lets the system choose a free one.</param>
public sealed record ListenAddress(IPAddress Host, int Port)
{
    /// <summary>Gets the address that only programs on this machine reach, with a port that the system chooses.</summary>
    public static ListenAddress AnyLoopbackPort { get; } = new(IPAddress.Loopback, 0);

    /// <summary>Gets whether only programs on this machine reach the address.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Host);

    /// <summary>Makes an address on the loopback interface.</summary>
    /// <param name="port">The port; 0 lets the system choose a free one.</param>
    public static ListenAddress Loopback(int port) => new(IPAddress.Loopback, port);

    /// <summary>Reads <c>127.0.0.1:4317</c>, <c>[::1]:4317</c>, <c>localhost:4317</c> (IPv4) or <c>*:4317</c> (every interface).</summary>
    /// <returns>False when the text has another form. Other host names are refused: which of their addresses is meant would be a guess.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null
            || colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || !TryParseHost(text[..colon], out var host))
        {
            return false;
        }

        address = new ListenAddress(host, port);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => new IPEndPoint(Host, Port).ToString();

    private static bool TryParseHost(string text, [NotNullWhen(true)] out IPAddress? host)
    {
        host = text switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.IPv6Any, // Kestrel listens on IPv4 as well there.
            _ => null,
        };
        if (host is not null)
        {
            return true;
        }

        // An IPv6 address needs its brackets, or its last group would be read as the port.
        var bracketed = text.StartsWith('[') && text.EndsWith(']');
        return IPAddress.TryParse(bracketed ? text[1..^1] : text, out host)
            && bracketed == (host.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
    }
}
