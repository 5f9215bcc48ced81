using System.Diagnostics;
using System.Globalization;
using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>More want a connection than the process may have handles.</summary>
internal sealed class HandlesScenario : ChaosScenario
{
    private const int Handles = 512;
    private const int Connections = 600; // of each listener
    private const double MostProcessor = 0.5; // of one processor, beside the load

    public override string Name => "handles";

    public override string What => "a process that may have 512 handles, and 600 idle connections to each of its listeners";

    public override string? Lacking() => Machine.LacksProgram("prlimit");

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        var limit = Handles.ToString(CultureInfo.InvariantCulture);
        await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("handles.db")) { Under = ["prlimit", $"--nofile={limit}:{limit}"] }, notes);
        var calm = await BusyAsync(world, length / 4);
        using (var idle = new IdleConnections())
        {
            foreach (var listener in new[] { world.Grpc, world.OtlpHttp, world.Http })
            {
                await idle.OpenAsync(listener, Connections);
            }

            notes.Say($"{idle.Count} connections were made, {idle.Open} are open; {ProcessReading.Of(world.Server.Id)}");
            var busy = await BusyAsync(world, length / 2);
            notes.Say(string.Create(CultureInfo.InvariantCulture, $"processors: {calm:P0} before, {busy:P0} with them"));
            notes.Expect(busy < calm + MostProcessor, "The server is busy with connections that it cannot take");
            await world.UntilAllMoveAsync("over the connections that they have");
        }

        await world.UntilAllMoveAsync("after the idle connections are gone");
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }

    private static async Task<double> BusyAsync(ChaosWorld world, TimeSpan length)
    {
        var (before, start) = (world.Server.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(length);
        return (world.Server.ProcessorTime - before) / Stopwatch.GetElapsedTime(start);
    }
}
