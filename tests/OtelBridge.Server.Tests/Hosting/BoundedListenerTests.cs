using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>A listener under more connections than it may have.</summary>
public sealed class BoundedListenerTests : IAsyncLifetime
{
    private const int Most = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Socket> _clients = []; // those of a test
    private CountedListener _inner = null!; // set before each test
    private BoundedListener _listener = null!;

    public async Task InitializeAsync()
    {
        Socket? socket = null;
        var options = new SocketTransportOptions { CreateBoundListenSocket = endpoint => socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint) };
        var sockets = new SocketTransportFactory(Options.Create(options), NullLoggerFactory.Instance);
        _inner = new CountedListener(await sockets.BindAsync(new IPEndPoint(IPAddress.Loopback, 0)));
        _listener = new BoundedListener(_inner, socket!, Most);
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        await _listener.UnbindAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task Flood_OfAListenerThatIsFull_IsClosedWithoutAConnectionMadeForEach_AndWhoComesAfterItHasRoom()
    {
        const int Flood = 300;
        var first = await AcceptOneAsync();
        var second = await AcceptOneAsync();
        var strangers = new List<Socket>();
        for (var i = 0; i < Flood; i++)
        {
            strangers.Add(await ConnectAsync());
        }

        var next = _listener.AcceptAsync().AsTask();
        foreach (var stranger in strangers)
        {
            (await IsClosedAsync(stranger)).ShouldBeTrue();
        }

        _inner.Made.ShouldBe(Most + 1); // for the first of them, which woke it up
        next.IsCompleted.ShouldBeFalse();

        first.Abort();
        await first.DisposeAsync();
        while (!next.IsCompleted)
        {
            // The listener hears of the end by and by; until then who comes is closed.
            await Task.WhenAny(next, IsClosedAsync(await ConnectAsync())).WaitAsync(Patience);
        }

        await using var third = (await next).ShouldNotBeNull();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Listener_ThatEndsWhileItIsFull_GivesNoMore()
    {
        await using var first = await AcceptOneAsync();
        await using var second = await AcceptOneAsync();
        var next = _listener.AcceptAsync().AsTask();

        await _listener.UnbindAsync();

        (await next.WaitAsync(Patience)).ShouldBeNull();
    }

    private async Task<ConnectionContext> AcceptOneAsync()
    {
        await ConnectAsync();
        return (await _listener.AcceptAsync().AsTask().WaitAsync(Patience)).ShouldNotBeNull();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        await client.ConnectAsync(_listener.EndPoint);
        return client;
    }

    private static async Task<bool> IsClosedAsync(Socket client)
    {
        try
        {
            return await client.ReceiveAsync(new byte[1]).WaitAsync(Patience) == 0;
        }
        catch (SocketException)
        {
            return true; // a reset is an end too
        }
    }
}
