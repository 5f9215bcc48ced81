namespace OtelBridge.Chaos.Processes;

/// <summary>A network namespace with one cable to this one: what is in it has its own end of it, which can be pulled.</summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    private readonly string _name = $"chaos{Environment.ProcessId}";
    private readonly string _subnet = $"10.213.{Environment.ProcessId % 250}";

    private PrivateNetwork()
    {
    }

    /// <summary>The address of what is inside.</summary>
    public string Address => $"{_subnet}.2";

    /// <summary>Runs the command after it inside.</summary>
    public IReadOnlyList<string> Under => ["ip", "netns", "exec", _name];

    private string Outer => $"co{Environment.ProcessId}";

    private string Inner => $"ci{Environment.ProcessId}";

    /// <summary>What this machine lacks for one; null when nothing.</summary>
    public static string? Lacking() => Machine.Lacks("ip");

    public static async Task<PrivateNetwork> MakeAsync()
    {
        var network = new PrivateNetwork();
        await Machine.RunAsync("ip", "netns", "add", network._name);
        try
        {
            await Machine.RunAsync("ip", "link", "add", network.Outer, "type", "veth", "peer", "name", network.Inner, "netns", network._name);
            await Machine.RunAsync("ip", "addr", "add", $"{network._subnet}.1/30", "dev", network.Outer);
            await Machine.RunAsync("ip", "link", "set", network.Outer, "up");
            await Machine.RunAsync("ip", "-n", network._name, "addr", "add", $"{network.Address}/30", "dev", network.Inner);
            await Machine.RunAsync("ip", "-n", network._name, "link", "set", "lo", "up");
            await network.MendAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing gets through, either way, and nobody is told.</summary>
    public Task CutAsync() => Machine.RunAsync("ip", "-n", _name, "link", "set", Inner, "down");

    public Task MendAsync() => Machine.RunAsync("ip", "-n", _name, "link", "set", Inner, "up");

    public async ValueTask DisposeAsync() => await Machine.RunAsync("ip", "netns", "del", _name); // its cable goes with it
}
