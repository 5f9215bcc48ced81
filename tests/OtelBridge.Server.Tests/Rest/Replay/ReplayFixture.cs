using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Replays every scenario once on each kind of store, each on a server of its own.</summary>
public sealed class ReplayFixture : IAsyncLifetime
{
    private readonly Dictionary<(string Scenario, string Kind), IReadOnlyList<Finding>> _findings = []; // one entry a scenario and kind of store

    public async Task InitializeAsync()
    {
        foreach (var kind in TestStore.Kinds)
        {
            foreach (var scenario in RecordedExchange.Scenarios)
            {
                _findings[(scenario, kind)] = await ScenarioReplay.RunAsync(scenario, kind);
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    internal IEnumerable<Finding> Of(string scenario, string kind) => _findings[(scenario, kind)];

    internal IEnumerable<Finding> All() => _findings.Values.SelectMany(static findings => findings);
}
