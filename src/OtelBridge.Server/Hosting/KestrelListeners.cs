using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Tls;

namespace OtelBridge.Server.Hosting;

/// <summary>Opens the listeners of a server, and knows after the start where each of them really listens.</summary>
/// <param name="options">The settings.</param>
/// <param name="tls">The TLS of all of them; null for none.</param>
internal sealed class KestrelListeners(OtelBridgeServerOptions options, TlsKeeper? tls)
{
    private readonly OtelBridgeServerOptions _options = options;
    private readonly TlsKeeper? _tls = tls;
    private readonly ILogger _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<KestrelListeners>();
    private readonly Dictionary<ListenerRole, ListenOptions> _listeners = []; // at most one per role
    private readonly Dictionary<EndPoint, Socket> _sockets = []; // at most one per role

    /// <summary>How many connections each listener may have: by the settings, and for the handles that there are.</summary>
    public int MostConnections { get; } = Math.Min(options.Limits.MaxConnections, HandleBudget.ConnectionsOf(HandleBudget.OfThisProcess(), options.Listeners().Count()));

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        ConnectionLimits.Apply(kestrel.Limits, _options.Limits);
        foreach (var (role, address) in _options.Listeners())
        {
            kestrel.Listen(address.Host, address.Port, listener =>
            {
                listener.Protocols = role == ListenerRole.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                ListenerFeature.Tag(listener, role);
                new ConnectionCount(role, MostConnections, TimeProvider.System, _logger).Watch(listener);
                UseTls(listener, role);
                _listeners[role] = listener;
            });
        }
    }

    public void Configure(SocketTransportOptions transport)
    {
        transport.Backlog = ConnectionLimits.Backlog;
        transport.CreateBoundListenSocket = Bind;
    }

    /// <summary>The socket that listens at an address. Only once it is bound.</summary>
    public Socket SocketOf(EndPoint endpoint) => _sockets[endpoint];

    /// <summary>Where a listener listens; null when it is switched off. Only after the start.</summary>
    public Uri? AddressOf(ListenerRole role)
    {
        if (!_listeners.TryGetValue(role, out var listener) || listener.IPEndPoint is not { } endpoint)
        {
            return null;
        }

        // "Every interface" is no address that anyone can connect to; on this machine, loopback is.
        var host = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : endpoint.Address;
        return new Uri($"{(_tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{new IPEndPoint(host, endpoint.Port)}");
    }

    private Socket Bind(EndPoint endpoint)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            _sockets[socket.LocalEndPoint!] = socket; // it is bound
            return socket;
        }
        catch (SocketException e) when (endpoint is IPEndPoint ip)
        {
            throw new ListenException(RoleOf(ip), new ListenAddress(ip.Address, ip.Port), e);
        }
    }

    // What is spoken inside is chosen by ALPN, of the one protocol that the listener has.
    private void UseTls(ListenOptions listener, ListenerRole role)
    {
        if (_tls is { } tls)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = _options.Limits.HandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(tls.HandshakeOf(role)),
            });
        }
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
