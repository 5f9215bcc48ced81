using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OtelBridge.Server.Hosting;

/// <summary>Opens listeners that have no more connections than they may, and leave the process the handles that it needs.</summary>
internal sealed class BoundedListeners(KestrelListeners listeners, IOptions<SocketTransportOptions> options, ILoggerFactory loggers) : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _sockets = new(options, loggers);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await _sockets.BindAsync(endpoint, cancellationToken);
        return new BoundedListener(listener, listeners.SocketOf(listener.EndPoint), listeners.MostConnections);
    }
}
