using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace OtelBridge.Server.Hosting;

/// <summary>A listener that has no more connections open than it may, not even for the moment that it takes to close the next one.</summary>
/// <remarks>Kestrel's own limit closes a connection after it has made all that one needs: a flood would take every handle first, and come faster than it is closed, and the queue of the kernel, in which everybody waits, would be full.</remarks>
/// <param name="inner">Makes the connections.</param>
/// <param name="socket">What the inner one listens on.</param>
/// <param name="most">How many may be open.</param>
internal sealed class BoundedListener(IConnectionListener inner, Socket socket, int most) : IConnectionListener
{
    // While a flood lasts: long enough for many to have come, short enough that the queue of the kernel has room for them all.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private int _open;

    public EndPoint EndPoint => inner.EndPoint;

    private bool IsFull => Volatile.Read(ref _open) >= most;

    // Called by one loop, one at a time.
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken) is { } connection)
        {
            if (!IsFull)
            {
                Interlocked.Increment(ref _open);
                connection.ConnectionClosed.UnsafeRegister(static listener => Interlocked.Decrement(ref ((BoundedListener)listener!)._open), this);
                return connection;
            }

            connection.Abort();
            await connection.DisposeAsync();
            while (CloseThoseThatWait())
            {
                await Task.Delay(BetweenLooks, CancellationToken.None);
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    // Where one comes that cannot stay, others come with it. Nothing is made for them; says whether there were any.
    private bool CloseThoseThatWait()
    {
        var closed = 0;
        try
        {
            while (closed < ConnectionLimits.Backlog && IsFull && socket.Poll(0, SelectMode.SelectRead))
            {
                socket.Accept().Close(timeout: 0);
                closed++;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // the listener has ended, or has no handle: the next turn of the loop hears of it
        }

        return closed > 0;
    }
}
