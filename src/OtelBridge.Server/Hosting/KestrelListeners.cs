using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Hosting;

/// <summary>Opens the listeners of a server, and knows after the start where each of them really listens.</summary>
internal sealed class KestrelListeners(OtelBridgeServerOptions options)
{
    private readonly OtelBridgeServerOptions _options = options;
    private readonly Dictionary<ListenerRole, ListenOptions> _listeners = []; // at most one per role

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = _options.Limits.MaxConnections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = _options.Limits.MaxStreamsPerConnection;
        foreach (var (role, address) in _options.Listeners())
        {
            kestrel.Listen(address.Host, address.Port, listener =>
            {
                listener.Protocols = role == ListenerRole.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                ListenerFeature.Tag(listener, role);
                _listeners[role] = listener;
            });
        }
    }

    public void Configure(SocketTransportOptions transport) => transport.CreateBoundListenSocket = endpoint =>
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        catch (SocketException e) when (endpoint is IPEndPoint ip)
        {
            throw new ListenException(RoleOf(ip), new ListenAddress(ip.Address, ip.Port), e);
        }
    };

    /// <summary>Where a listener listens; null when it is switched off. Only after the start.</summary>
    public Uri? AddressOf(ListenerRole role)
    {
        if (!_listeners.TryGetValue(role, out var listener) || listener.IPEndPoint is not { } endpoint)
        {
            return null;
        }

        // "Every interface" is no address that anyone can connect to; on this machine, loopback is.
        var host = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : endpoint.Address;
        return new Uri($"http://{new IPEndPoint(host, endpoint.Port)}");
    }

    private string RoleOf(IPEndPoint endpoint)
    {
        foreach (var (role, address) in _options.Listeners())
        {
            if (address.Port == endpoint.Port && address.Host.Equals(endpoint.Address))
            {
                return ListenerNames.Of(role);
            }
        }

        return "";
    }
}
