using OtelBridge.Chaos.Processes;

namespace OtelBridge.Chaos.Faults;

/// <summary>The disk takes what it is given, much later.</summary>
internal sealed class StallingDiskScenario : ChaosScenario
{
    private const int DiskMegabytes = 192;
    private const int Pulses = 6;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    public override string Name => "stalling-disk";

    public override string What => "writes to the disk wait, again and again, the last time for longer than clients do";

    public override string? Lacking() => LoopDisk.Lacking();

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        await using var disk = await LoopDisk.MakeAsync(DiskMegabytes);
        await using var world = await ChaosWorld.StartAsync(new ServerStart(disk.File("slow.db")), notes);
        for (var pulse = 1; pulse <= Pulses; pulse++)
        {
            await disk.FreezeAsync();
            try
            {
                await Task.Delay(pulse < Pulses ? length / (4 * Pulses) : length);
            }
            finally
            {
                await disk.ThawAsync();
            }

            notes.Say($"stood still, {pulse}");
            await Task.Delay(Between);
        }

        await world.UntilAllMoveAsync("once the disk is well");
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }
}
