using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>The server's clock goes wrong, and senders' clocks are wrong.</summary>
internal sealed class ClockScenario : ChaosScenario
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);
    private static readonly TimeSpan MoreThanAMinute = TimeSpan.FromSeconds(65);

    public override string Name => "clock";

    public override string What => "the server's wall clock jumps a year ahead, two back and home again, with senders whose clocks are years off, and retention on";

    public override string? Lacking() => ShiftedClock.Lacking();

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        var clock = await ShiftedClock.MakeAsync(folder);
        await using var world = await ChaosWorld.StartAsync(
            new ServerStart(folder.File("clock.db")) { Environment = clock.Environment, Options = ["--retain", "30d"], Plan = Plan }, notes);
        foreach (var shift in new[] { Year, -Year, TimeSpan.Zero })
        {
            clock.Set(shift);
            notes.Say($"the clock is off by {shift.TotalDays} days");
            await world.UntilAllMoveAsync($"while the clock is off by {shift.TotalDays} days");

            // Where there is time for it: a sweep of retention falls into it.
            await Task.Delay(length > TimeSpan.FromSeconds(20) ? MoreThanAMinute : length / 8);
            notes.Expect((await world.ReadyAsync())?.StartsWith("200", StringComparison.Ordinal) == true, $"The server is not ready while its clock is off by {shift.TotalDays} days");
        }

        // What starts before the time of Unix's clock, or in far years, is somebody's wrong clock; what is old by its own account retention may take.
        await world.CheckAsync(static batch => batch.Start > DateTimeOffset.UtcNow.AddDays(-1));
        await world.CheckProcessAsync();
    }

    private static SentBatch Plan(Ledger ledger) => ledger.Add(2, "", (ledger.Count % 8) switch
    {
        0 => DateTimeOffset.UnixEpoch,
        1 => DateTimeOffset.UtcNow.AddYears(-5),
        2 => DateTimeOffset.UtcNow.AddYears(50),
        _ => DateTimeOffset.UtcNow,
    });
}
