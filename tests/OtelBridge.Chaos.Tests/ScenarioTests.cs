using OtelBridge.Chaos.Faults;
using Xunit.Abstractions;

namespace OtelBridge.Chaos.Tests;

/// <summary>The short forms of those faults that no other test makes: see docs/security/chaos.md.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    // Longer than clients wait for an answer.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData("full-disk")]
    [InlineData("network-cut")]
    [InlineData("handles")]
    public async Task Scenario_ShortForm_BreaksNoPromise(string name)
    {
        var scenario = AllScenarios.Make(name);
        if (scenario.Lacking() is { } lacking)
        {
            LeftOut.FaultOf(name, lacking).ShouldBeNull();
            output.WriteLine($"Left out: {lacking}");
            return;
        }

        var notes = new ChaosNotes(output.WriteLine);
        await scenario.RunAsync(notes, Length);

        notes.Faults.ShouldBeEmpty();
    }
}
