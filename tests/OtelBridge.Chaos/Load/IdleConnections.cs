using System.Net;
using System.Net.Sockets;

namespace OtelBridge.Chaos.Load;

/// <summary>Connections that say nothing.</summary>
internal sealed class IdleConnections : IDisposable
{
    // For all of them, where a server takes thousands a second. No promise: who does not answer at all must not keep us for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<Socket> _sockets = []; // as many as are asked for
    private int _closedAtOnce;

    /// <summary>How many the server has taken, whether it kept or closed them.</summary>
    public int Count => _sockets.Count + _closedAtOnce;

    /// <summary>How many of them the server has not closed.</summary>
    public int Open => _sockets.Count(static socket => !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0));

    /// <summary>Opens so many; those that nobody takes are left out.</summary>
    public async Task OpenAsync(Uri address, int count)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
        using var patience = new CancellationTokenSource(Patience);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(endpoint, patience.Token);
                lock (_sockets)
                {
                    _sockets.Add(socket);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Taken and closed before we have looked.
                Interlocked.Increment(ref _closedAtOnce);
                socket.Dispose();
            }
            catch (Exception e) when (e is SocketException { SocketErrorCode: not SocketError.TooManyOpenSockets } or OperationCanceledException)
            {
                socket.Dispose();
            }
        });
    }

    public void Dispose()
    {
        _sockets.ForEach(static socket => socket.Close(0));
        _sockets.Clear();
    }
}
