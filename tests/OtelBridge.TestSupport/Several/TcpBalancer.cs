using System.Net;
using System.Net.Sockets;

namespace OtelBridge.TestSupport.Several;

/// <summary>One address for several servers: each connection goes to the next one in turn, past those that take none. It looks at no byte, so every protocol goes through.</summary>
public sealed class TcpBalancer : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly Func<IReadOnlyList<Uri>> _backends;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _loop;
    private int _next = -1;

    /// <summary>Listens on a free port.</summary>
    /// <param name="backends">Gives the servers; asked for each connection, so that they may change.</param>
    public TcpBalancer(Func<IReadOnlyList<Uri>> backends)
    {
        _backends = backends;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://{_listener.LocalEndPoint}");
        _loop = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _loop;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>(); // bounded by the connections that are open: those that have ended go with the next one
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_ending.Token);
                open.RemoveAll(static connection => connection.IsCompleted);
                open.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = await ConnectAsync();
        try
        {
            if (server is not null)
            {
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
            }
        }
        finally
        {
            // As a reset where nobody could be reached, or one of the two is gone: its peer must not take what it has for all.
            client.Close(0);
            server?.Close(0);
        }
    }

    // One that is paused takes connections all the same, as on a real network: only its silence tells.
    private async Task<Socket?> ConnectAsync()
    {
        var backends = _backends();
        var first = (int)((uint)Interlocked.Increment(ref _next) % backends.Count);
        for (var i = 0; i < backends.Count; i++)
        {
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                var backend = backends[(first + i) % backends.Count];
                await server.ConnectAsync(IPAddress.Loopback, backend.Port, _ending.Token);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _ending.Token) is > 0 and var read)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _ending.Token);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            from.Close(0);
            to.Close(0);
        }
    }
}
