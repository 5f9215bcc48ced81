using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>The cable between the clients and the server is pulled.</summary>
internal sealed class NetworkCutScenario : ChaosScenario
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    public override string Name => "network-cut";

    public override string What => "the server is in a network namespace of its own whose cable is pulled: packets vanish, and no end of a connection is told";

    public override string? Lacking() => PrivateNetwork.Lacking();

    public override async Task RunAsync(ChaosNotes notes, TimeSpan length)
    {
        using var folder = new TemporaryFolder();
        await using var network = await PrivateNetwork.MakeAsync();
        await using var world = await ChaosWorld.StartAsync(
            new ServerStart(folder.File("cut.db")) { Host = network.Address, Under = network.Under, Options = ["--allow-everybody"] }, notes);
        for (var cuts = length < Long ? 1 : 2; cuts > 0; cuts--)
        {
            await network.CutAsync();
            notes.Say("cut");
            await Task.Delay(length);
            notes.Expect(await world.ReadyAsync() is null, "The server answers through a cable that is cut");
            await network.MendAsync();
            await world.UntilAllMoveAsync("once the cable is back");
            notes.Say("every sender is answered again");
        }

        await world.CheckAsync();
        await world.CheckProcessAsync();
    }
}
