using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Replays every scenario once, each on a server of its own.</summary>
public sealed class ReplayFixture : IAsyncLifetime
{
    private readonly Dictionary<string, IReadOnlyList<Finding>> _findings = []; // one entry a scenario

    public async Task InitializeAsync()
    {
        foreach (var scenario in RecordedExchange.Scenarios)
        {
            _findings[scenario] = await ScenarioReplay.RunAsync(scenario);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    internal IEnumerable<Finding> Of(string scenario) => _findings[scenario];

    internal IEnumerable<Finding> All() => _findings.Values.SelectMany(static findings => findings);
}
