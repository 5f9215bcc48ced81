using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>Ten thousand clients connect and say nothing.</summary>
internal sealed class IdleConnectionsScenario : ChaosScenario
{
    private const int Connections = 10_000; // of each listener, one after the other: this process has no handles for all of them at once
    private const long MostMemory = 400_000_000;

    public override string Name => "idle";

    public override string What => "10,000 idle connections to each of five listeners: those beyond the limit are closed, and others are served";

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        const string AnyPort = "127.0.0.1:0";
        using var folder = new TemporaryFolder();
        await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("idle.db")) { Options = ["--jaeger", AnyPort, "--zipkin", AnyPort] }, notes);
        foreach (var (name, listener) in new[] { ("grpc", world.Grpc), ("otlp-http", world.OtlpHttp), ("http", world.Http), ("jaeger", world.Server.JaegerAddress), ("zipkin", world.Server.ZipkinAddress) })
        {
            var before = ProcessReading.Of(world.Server.Id);
            using var idle = new IdleConnections();
            await idle.OpenAsync(listener, Connections);
            await world.UntilAllMoveAsync($"beside idle connections to {name}");
            var with = ProcessReading.Of(world.Server.Id);
            notes.Say($"{name}: {idle.Count} made, {idle.Open} kept; {with}");
            notes.Expect(idle.Count == Connections, $"{name}: only {idle.Count} of {Connections} connections could be made");
            notes.Expect(idle.Open < Connections, $"{name}: none of {Connections} connections was closed");
            notes.Expect(with.Resident < before.Resident + MostMemory, $"{name}: {before} before, {with} with them");
        }

        await world.UntilAllMoveAsync("after the idle connections are gone");
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }
}
