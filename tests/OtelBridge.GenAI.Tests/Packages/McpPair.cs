using System.Diagnostics;
using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>A server of the Model Context Protocol and its client, in this process, over pipes. They have greeted each other before anybody traces.</summary>
internal sealed class McpPair : IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private McpPair(McpServer server)
    {
        _server = server;
        _running = server.RunAsync(_end.Token);
    }

    public McpClient Client { get; private set; } = null!; // Set before anybody gets the pair.

    public IList<McpClientTool> Tools { get; private set; } = [];

    public McpClientTool this[string name] => Tools.Single(tool => tool.Name == name);

    public static async Task<McpPair> StartAsync()
    {
        Activity.Current = null;
        Pipe toServer = new();
        Pipe toClient = new();
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "weather-station", Version = "1.0" },
            ToolCollection =
            [
                McpServerTool.Create((string city) => $"Rain in {city}", new McpServerToolCreateOptions { Name = "weather", Description = "Says the weather." }),
                McpServerTool.Create(string () => throw new InvalidOperationException("No sensor."), new McpServerToolCreateOptions { Name = "broken" }),
                // What the server's code sees of the trace that asked.
                McpServerTool.Create(() => Activity.Current?.TraceId.ToHexString() ?? "none", new McpServerToolCreateOptions { Name = "trace" }),
            ],
        };
        var pair = new McpPair(McpServer.Create(new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream(), "weather-station"), options));
        pair.Client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        pair.Tools = await pair.Client.ListToolsAsync();
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _end.Dispose();
    }
}
