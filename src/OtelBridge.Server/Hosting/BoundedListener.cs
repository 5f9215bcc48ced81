using System.Net;
using Microsoft.AspNetCore.Connections;

namespace OtelBridge.Server.Hosting;

/// <summary>A listener that has no more connections open than it may, not even for the moment that it takes to close the next one.</summary>
/// <remarks>Kestrel's own limit closes a connection after others were accepted: a flood of them takes every handle first.</remarks>
internal sealed class BoundedListener(IConnectionListener inner, int most) : IConnectionListener
{
    private int _open;

    public EndPoint EndPoint => inner.EndPoint;

    // Called by one loop, one at a time.
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken) is { } connection)
        {
            if (Volatile.Read(ref _open) < most)
            {
                Interlocked.Increment(ref _open);
                connection.ConnectionClosed.UnsafeRegister(static listener => Interlocked.Decrement(ref ((BoundedListener)listener!)._open), this);
                return connection;
            }

            connection.Abort();
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
