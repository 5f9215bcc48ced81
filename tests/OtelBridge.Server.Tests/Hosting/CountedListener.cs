using System.Net;
using Microsoft.AspNetCore.Connections;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>A listener that counts the connections that it makes.</summary>
internal sealed class CountedListener(IConnectionListener inner) : IConnectionListener
{
    public EndPoint EndPoint => inner.EndPoint;

    public int Made { get; private set; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var connection = await inner.AcceptAsync(cancellationToken);
        Made += connection is null ? 0 : 1;
        return connection;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
