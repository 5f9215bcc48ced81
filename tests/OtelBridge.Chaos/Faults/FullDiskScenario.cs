using OtelBridge.Chaos.Processes;

namespace OtelBridge.Chaos.Faults;

/// <summary>The disk of the store becomes full, and has room again.</summary>
internal sealed class FullDiskScenario : ChaosScenario
{
    private const int DiskMegabytes = 192;
    private const int Left = 1;

    public override string Name => "full-disk";

    public override string What => "no room on the disk of the store, until somebody makes some";

    public override string? Lacking() => LoopDisk.Lacking();

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        await using var disk = await LoopDisk.MakeAsync(DiskMegabytes);
        await using var world = await ChaosWorld.StartAsync(new ServerStart(disk.File("full.db")), notes);
        await disk.FillAsync(Left);
        await DiskFaults.BreakAsync(world, notes, length);
        disk.MakeRoom();
        notes.Say("there is room again");
        await DiskFaults.MendAsync(world, notes);
    }
}
