using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>The server is killed, and another one takes its place.</summary>
internal sealed class KillScenario : ChaosScenario
{
    private const int Kills = 2;

    public override string Name => "kill";

    public override string What => "kill -9 under load, and a new server on the same store; no sender is started again";

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("kill.db")), notes);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await world.Server.KillAsync();
            notes.Say("killed");
            await Task.Delay(length / 4);
            await world.StartAgainAsync();
            await world.UntilAllMoveAsync("by the new server");
            notes.Say("every sender is answered again");
        }

        await world.CheckAsync();
        notes.Expect(await world.Server.StopAsync() == 0, $"The server did not stop as it should: {world.Server.Log}");
    }
}
