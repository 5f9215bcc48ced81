using System.Globalization;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>The machine has been up for so long that counters of milliseconds run over.</summary>
internal sealed class UptimeScenario : ChaosScenario
{
    private const int SecondsBefore = 4;

    public override string Name => "uptime";

    public override string What => "a machine that has been up for 24.8 and for 49.7 days: milliseconds in 32 bits run over under load";

    public override string? Lacking() => Machine.Lacks("unshare");

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        foreach (var end in new[] { (long)int.MaxValue, uint.MaxValue })
        {
            using var folder = new TemporaryFolder();
            var shift = (end / 1000) - SecondsBefore - (Environment.TickCount64 / 1000);
            string[] under = ["unshare", "--time", "--monotonic", Text(shift), "--boottime", Text(shift), "--"];
            await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("uptime.db")) { Under = under }, notes);
            await Task.Delay(TimeSpan.FromSeconds(SecondsBefore));
            await world.UntilAllMoveAsync($"after {end} ms of uptime");
            await world.CheckAsync();
            notes.Expect(await world.Server.StopAsync() == 0, $"The server did not stop as it should: {world.Server.Log}");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
