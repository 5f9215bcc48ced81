using System.ComponentModel;
using System.Text.Json.Nodes;

namespace OtelBridge.TestSupport;

/// <summary>
/// A program of <c>tests/OtelBridge.Interop.Tests/node</c>, a gRPC peer whose code is not ours, or of <c>node-emitters</c> beside it, a GenAI library with its
/// instrumentation. It speaks one JSON object a line.
/// </summary>
/// <remarks>Without Node or its packages a test fails and says what to run; it is never skipped.</remarks>
public sealed class NodePeer : IAsyncDisposable
{
    private static readonly string Peers = RepositoryFolder.File("tests", "OtelBridge.Interop.Tests", "node");
    private static readonly string Emitters = RepositoryFolder.File("tests", "OtelBridge.Interop.Tests", "node-emitters");

    private readonly ChildProcess _process;

    private NodePeer(ChildProcess process) => _process = process;

    /// <summary>Starts a script that stays, such as a receiver.</summary>
    public static NodePeer Start(string script, params string[] arguments) => Start(Peers, null, script, arguments);

    /// <summary>Starts a receiver and waits for its address.</summary>
    public static async Task<(NodePeer Peer, Uri Address)> StartReceiverAsync(params string[] arguments)
    {
        var peer = Start("receiver.mjs", arguments);
        var port = (int)(await peer.ReadAsync())["port"]!;
        return (peer, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Runs a script to its end and gives the objects that it printed.</summary>
    public static Task<IReadOnlyList<JsonObject>> RunAsync(string script, params string[] arguments) => RunAsync(Start(script, arguments), script);

    /// <summary>Runs an emitter to its end and gives the objects that it printed.</summary>
    public static Task<IReadOnlyList<JsonObject>> RunEmitterAsync(IReadOnlyDictionary<string, string?> environment, string script, params string[] arguments) =>
        RunAsync(Start(Emitters, environment, script, arguments), script);

    /// <summary>The next object.</summary>
    public async Task<JsonObject> ReadAsync() => Parse(await _process.ReadLineAsync());

    /// <summary>Tells a peer that stays to end, and gives every object that was not read yet.</summary>
    public async Task<IReadOnlyList<JsonObject>> StopAsync()
    {
        _process.CloseInput();
        return [.. (await _process.ReadRestAsync()).Select(Parse)];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static NodePeer Start(string folder, IReadOnlyDictionary<string, string?>? environment, string script, string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The packages of the Node programs are missing: run 'bash tests/run.sh', or 'npm ci' in {folder}.");
        }

        try
        {
            return new NodePeer(ChildProcess.Start("node", [script, .. arguments], folder, environment));
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("Node is missing: run 'bash tests/run.sh', which installs it, or 'apt-get install nodejs npm'.", e);
        }
    }

    private static async Task<IReadOnlyList<JsonObject>> RunAsync(NodePeer started, string script)
    {
        await using var peer = started;
        var lines = await peer._process.ReadRestAsync();
        var exitCode = await peer._process.WaitForExitAsync();
        return exitCode == 0
            ? [.. lines.Select(Parse)]
            : throw new InvalidOperationException($"{script} ended with code {exitCode}: {peer._process.Errors}");
    }

    private static JsonObject Parse(string line) => JsonNode.Parse(line)!.AsObject();
}
