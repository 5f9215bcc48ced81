using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>The server stands still, with every connection open.</summary>
internal sealed class PauseScenario : ChaosScenario
{
    public override string Name => "pause";

    public override string What => "SIGSTOP for longer than clients wait, then SIGCONT: they send again what the server stores a moment later";

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        await using var world = await ChaosWorld.StartAsync(new ServerStart(folder.File("pause.db")), notes);
        await world.Server.PauseAsync();
        notes.Say("paused");
        await Task.Delay(length);
        notes.Expect(await world.ReadyAsync() is null, "A server that stands still answers");
        await world.Server.ContinueAsync();
        await world.UntilAllMoveAsync("after the pause");
        notes.Say("every sender is answered again");
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }
}
