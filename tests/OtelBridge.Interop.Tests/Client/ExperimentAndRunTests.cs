using OtelBridge.Entities;
using static OtelBridge.Interop.Tests.Client.TraceQuestionTests;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>Experiments and runs, the same over both wires.</summary>
public sealed class ExperimentAndRunTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Experiment_ThroughItsLife_IsTheSameOverBothWires(string wire)
    {
        var client = server.Client(wire);
        var name = $"größe & co 🦊 {Guid.NewGuid():n}";

        var id = await client.CreateExperimentAsync(name, new Dictionary<string, string> { ["team"] = "ü" });
        await client.SetExperimentTagAsync(id, "stage", "dev");

        var made = await client.GetExperimentByNameAsync(name);
        made!.ExperimentId.ShouldBe(id);
        made.Tags.ShouldBe(new Dictionary<string, string> { ["team"] = "ü", ["stage"] = "dev" }, ignoreOrder: true);
        made.CreationTime.ShouldNotBeNull();
        await ShouldBeTheSameAsync(wire, async other => await other.GetExperimentAsync(id));
        await ShouldFailAsync(MlflowErrorCode.ResourceAlreadyExists, () => client.CreateExperimentAsync(name));

        await client.RenameExperimentAsync(id, name + " 2");
        (await client.GetExperimentByNameAsync(name)).ShouldBeNull();
        await client.DeleteExperimentTagAsync(id, "stage");
        await client.DeleteExperimentAsync(id);
        (await client.GetExperimentAsync(id)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        (await client.SearchExperimentsAsync($"name = '{name} 2'")).ShouldBeEmpty();
        (await client.SearchExperimentsAsync($"name = '{name} 2'", view: ViewType.DeletedOnly)).ShouldHaveSingleItem().Tags.Keys.ShouldBe(["team"]);
        await client.RestoreExperimentAsync(id);
        (await client.SearchExperimentsAsync($"name = '{name} 2'", view: ViewType.All)).ShouldHaveSingleItem().LifecycleStage.ShouldBe(LifecycleStage.Active);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Experiments_SearchedByPage_ContinueByToken(string wire)
    {
        var client = server.Client(wire);
        var prefix = Guid.NewGuid().ToString("n");
        foreach (var i in Enumerable.Range(0, 3))
        {
            await client.CreateExperimentAsync($"{prefix} {i}");
        }

        var first = await client.SearchExperimentsAsync($"name LIKE '{prefix}%'", ["name ASC"], maxResults: 2);
        var second = await client.SearchExperimentsAsync($"name LIKE '{prefix}%'", ["name ASC"], maxResults: 2, pageToken: first.Token);

        first.Concat(second).Select(static e => e.Name).ShouldBe([$"{prefix} 0", $"{prefix} 1", $"{prefix} 2"]);
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.SearchExperimentsAsync("nonsense ==="));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Run_ThroughItsLife_IsTheSameOverBothWires(string wire)
    {
        var client = server.Client(wire);
        var experiment = await server.NewExperimentAsync(wire);

        var run = await client.CreateRunAsync(experiment, "baseline", new Dictionary<string, string> { ["purpose"] = "démo" }, Time);
        run.Status.ShouldBe(RunStatus.Running);
        run.Name.ShouldBe("baseline");
        run.StartTime.ShouldBe(Time);
        await client.LogParamAsync(run.RunId, "model", "m-1");
        await client.LogMetricAsync(run.RunId, "acc", 0.5, Time, 1);
        await client.LogMetricAsync(run.RunId, "acc", 0.75, Time.AddSeconds(1), 2);
        await client.LogBatchAsync(run.RunId, [new Metric("loss", double.NaN, Time)], new Dictionary<string, string> { ["depth"] = "3" }, new Dictionary<string, string> { ["a"] = "1" });
        await client.SetTagAsync(run.RunId, "b", "2");
        await client.DeleteTagAsync(run.RunId, "a");
        await client.UpdateRunAsync(run.RunId, name: "renamed");
        await client.SetTerminatedAsync(run.RunId, RunStatus.Failed, Time.AddMinutes(1));

        var ended = await client.GetRunAsync(run.RunId);
        (ended.Status, ended.EndTime, ended.Name).ShouldBe((RunStatus.Failed, Time.AddMinutes(1), "renamed"));
        ended.Params.ShouldBe(new Dictionary<string, string> { ["model"] = "m-1", ["depth"] = "3" }, ignoreOrder: true);
        ended.Metrics.Single(static m => m.Key == "acc").ShouldBe(new Metric("acc", 0.75, Time.AddSeconds(1), 2));
        ended.Metrics.Single(static m => m.Key == "loss").Value.ShouldBe(double.NaN);
        ended.Tags["purpose"].ShouldBe("démo");
        ended.Tags.Keys.ShouldContain("b");
        ended.Tags.Keys.ShouldNotContain("a");
        (await client.GetMetricHistoryAsync(run.RunId, "acc")).Select(static m => m.Value).ShouldBe([0.5, 0.75]);
        await ShouldBeTheSameAsync(wire, async other => await other.GetRunAsync(run.RunId));

        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.LogParamAsync(run.RunId, "model", "other"));
        await client.DeleteRunAsync(run.RunId);
        (await client.SearchRunsAsync([experiment])).ShouldBeEmpty();
        (await client.SearchRunsAsync([experiment], view: ViewType.DeletedOnly)).ShouldHaveSingleItem().LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        await client.RestoreRunAsync(run.RunId);
        (await client.SearchRunsAsync([experiment], "metrics.acc > 0.7 AND params.model = 'm-1'")).ShouldHaveSingleItem().RunId.ShouldBe(run.RunId);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task WrongQuestions_HaveTheirCodes(string wire)
    {
        var client = server.Client(wire);
        var absent = new string('a', 32);

        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetExperimentAsync("999999"));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.DeleteExperimentAsync("999999"));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.CreateExperimentAsync(string.Empty));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.CreateExperimentAsync(new string('x', 501)));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetRunAsync(absent));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.CreateRunAsync("999999"));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.LogMetricAsync(absent, "m", 1));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.SearchRunsAsync([]));
    }

    private async Task ShouldBeTheSameAsync<T>(string wire, Func<MlflowClient, Task<T>> ask)
    {
        var answers = new List<string>();
        foreach (var other in TrackingWires.Both(TrackingWires.StoreOf(wire)))
        {
            answers.Add(Described.Of(await ask(server.Client(other))));
        }

        answers[1].ShouldBe(answers[0]);
    }
}
