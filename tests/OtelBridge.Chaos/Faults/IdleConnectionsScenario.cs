using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>Ten thousand clients connect and say nothing.</summary>
internal sealed class IdleConnectionsScenario : ChaosScenario
{
    private const int Connections = 10_000; // of each listener, one after the other: this process has no handles for all of them at once
    private const int MostKept = 4096;
    private const int OwnHandles = 1_000;
    private const long MostMemory = 400_000_000;

    public override string Name => "idle";

    public override string What => "10,000 idle connections to each of five listeners: those beyond the limit are closed, and others are served";

    public override string? Lacking() => Machine.LacksHandles(Connections + OwnHandles);

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        const string AnyPort = "127.0.0.1:0";
        using var folder = new TemporaryFolder();
        await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("idle.db")) { Options = ["--jaeger", AnyPort, "--zipkin", AnyPort] }, notes);
        var alone = ProcessReading.Of(world.Server.Id);
        foreach (var (name, listener) in new[] { ("grpc", world.Grpc), ("otlp-http", world.OtlpHttp), ("http", world.Http), ("jaeger", world.Server.JaegerAddress), ("zipkin", world.Server.ZipkinAddress) })
        {
            using var idle = new IdleConnections();
            await idle.OpenAsync(listener, Connections);
            await world.UntilAllMoveAsync($"beside idle connections to {name}");
            await world.UntilAsync(() => idle.Open <= MostKept, $"the connections to {name} beyond the limit are closed");
            var with = ProcessReading.Of(world.Server.Id);
            notes.Say($"{name}: {idle.Count} taken, {idle.Open} kept; {with}");
            notes.Expect(idle.Count == Connections, $"{name}: only {idle.Count} of {Connections} connections were taken");
            notes.Expect(idle.Open > 0, $"{name}: no connection was kept");
            notes.Expect(with.Resident < alone.Resident + MostMemory, $"{name}: {alone} before all of them, {with} with these");
        }

        await world.UntilAllMoveAsync("after the idle connections are gone");
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }
}
