using OtelBridge.Chaos.Processes;

namespace OtelBridge.Chaos.Faults;

/// <summary>The file system of the store has a fault and becomes read-only, and is repaired.</summary>
internal sealed class ReadOnlyDiskScenario : ChaosScenario
{
    private const int DiskMegabytes = 192;

    public override string Name => "read-only-disk";

    public override string What => "a fault of the file system makes the disk of the store read-only under the server that has it open; it is stopped, repaired and used again";

    public override string? Lacking() => LoopDisk.Lacking();

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        await using var disk = await LoopDisk.MakeAsync(DiskMegabytes);
        await using var world = await ChaosWorld.StartAsync(new ServerStart(disk.File("broken.db")), notes);
        await disk.FailAsync();
        await DiskFaults.BreakAsync(world, notes, length);
        notes.Say($"the server is stopped: code {await world.Server.StopAsync()}");
        await disk.RepairAsync();
        await world.StartAgainAsync();
        await world.UntilAllMoveAsync("once the disk is repaired");
        notes.Say("every sender is answered again");
        await world.CheckAsync();
        notes.Expect(await world.Server.StopAsync() == 0, $"The server did not stop as it should: {world.Server.Log}");
    }
}
