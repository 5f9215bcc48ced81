using System.Net;
using System.Net.Sockets;

namespace OtelBridge.Chaos.Load;

/// <summary>Connections that say nothing.</summary>
internal sealed class IdleConnections : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly List<Socket> _sockets = []; // as many as are asked for

    public int Count => _sockets.Count;

    /// <summary>How many of them the server has not closed.</summary>
    public int Open => _sockets.Count(static socket => !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0));

    /// <summary>Opens so many; those that are not taken in time are left out.</summary>
    public async Task OpenAsync(Uri address, int count)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                using var timeout = new CancellationTokenSource(Patience);
                await socket.ConnectAsync(endpoint, timeout.Token);
                lock (_sockets)
                {
                    _sockets.Add(socket);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
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
