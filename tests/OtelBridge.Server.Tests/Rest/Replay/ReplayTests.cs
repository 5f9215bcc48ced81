using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>The recorded traffic of MLflow's own client and server, sent to our server: the same answers, but for the differences that are listed.</summary>
public sealed class ReplayTests(ReplayFixture replay) : IClassFixture<ReplayFixture>
{
    public static TheoryData<string, string> Scenarios
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var kind in TestStore.Kinds)
            {
                foreach (var scenario in RecordedExchange.Scenarios)
                {
                    rows.Add(scenario, kind);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_Replayed_IsAnsweredAsRecorded(string scenario, string kind)
    {
        var unexplained = replay.Of(scenario, kind).Where(static finding => !Differences.All.Any(difference => difference.Explains(finding))).ToList();

        unexplained.ShouldBeEmpty($"{Environment.NewLine}{string.Join(Environment.NewLine, unexplained)}{Environment.NewLine}");
    }

    [Fact]
    public void Differences_Listed_AllStillOccur()
    {
        var findings = replay.All().ToList();

        Differences.All.Where(difference => !findings.Any(difference.Explains)).ShouldBeEmpty();
    }
}
