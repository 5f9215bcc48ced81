using Microsoft.Extensions.Configuration;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Fluent;

/// <summary>The functions of <see cref="Mlflow"/> that need a server, over both wires, one after the other since they are those of the process.</summary>
[Collection(TracingCollection.Name)]
public sealed class FluentServerTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private MlflowTracing? _tracing;

    public static TheoryData<string> Wires => ["grpc", "http"];

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync()
    {
        _tracing?.Dispose();
        Mlflow.Reset();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task GetTraceAsync_TraceThatJustEnded_IsThereWithItsFacts(string wire)
    {
        Start(wire);
        string id;
        using (Mlflow.UseSession("s-1", "ada"))
        using (var root = Mlflow.StartSpan("answer", SpanType.Chain, new { question = "Why?" }))
        {
            id = root.TraceId;
            using (Mlflow.StartSpan("chat", SpanType.ChatModel).SetModel("gpt-4o", "openai").SetTokenUsage(10, 5, cacheReadInputTokens: 4))
            {
            }

            Mlflow.UpdateCurrentTrace(tags: [new("stage", "test")], clientRequestId: "r-1", state: TraceState.Error, modelId: "m-1");
            await Mlflow.SetTraceTagAsync(id, "local", "1");
            await Mlflow.SetTraceTagAsync(id, "gone", "1");
            await Mlflow.DeleteTraceTagAsync(id, "gone");
            root.SetOutputs("Because.");
        }

        var trace = (await Mlflow.GetTraceAsync(id)).ShouldNotBeNull();

        trace.Info.State.ShouldBe(TraceState.Error);
        trace.Info.ClientRequestId.ShouldBe("r-1");
        trace.Info.Tags["stage"].ShouldBe("test");
        trace.Info.Tags["local"].ShouldBe("1");
        trace.Info.Tags.Keys.ShouldNotContain("gone");
        trace.Info.TraceMetadata["mlflow.trace.session"].ShouldBe("s-1");
        trace.Info.TraceMetadata["mlflow.trace.user"].ShouldBe("ada");
        trace.Info.TraceMetadata["mlflow.modelId"].ShouldBe("m-1");
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(10, 5, 15));
        trace.Spans.Select(s => (s.Name, s.SpanType, s.Status)).ShouldBe([("answer", "CHAIN", SpanStatus.Ok), ("chat", "CHAT_MODEL", SpanStatus.Ok)]);
        id.ShouldBe(Mlflow.LastActiveTraceId);
        (await Names(Mlflow.SearchTracesAsync(session: "s-1"))).ShouldBe(["answer"]);
        (await Names(Mlflow.SearchTracesAsync(session: "s-2"))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task GetTraceAsync_Unknown_IsNull(string wire)
    {
        Start(wire);

        (await Mlflow.GetTraceAsync("tr-" + new string('1', 32))).ShouldBeNull();
        (await Mlflow.GetTraceAsync("", silent: true)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task SetTraceTagAsync_TraceThatEnded_IsSetOnTheServer(string wire)
    {
        Start(wire);
        Mlflow.Trace("a", () => { });
        var id = Mlflow.LastActiveTraceId!;

        await Mlflow.SetTraceTagAsync(id, "k", "1");
        await Mlflow.SetTraceTagAsync(id, "l", "2");
        await Mlflow.DeleteTraceTagAsync(id, "k");

        var tags = (await Mlflow.GetTraceAsync(id))!.Info.Tags;
        tags["l"].ShouldBe("2");
        tags.Keys.ShouldNotContain("k");
        (await Should.ThrowAsync<MlflowException>(Mlflow.SetTraceTagAsync("tr-" + new string('1', 32), "k", "1"))).ErrorCode.ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
        (await Should.ThrowAsync<MlflowException>(Mlflow.SetTraceTagAsync(id, "", "1"))).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        using var running = Mlflow.StartSpan("running");
        (await Should.ThrowAsync<MlflowException>(Mlflow.DeleteTraceTagAsync(running.TraceId, "k"))).ErrorCode.ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task LogFeedbackAsync_TraceUnderWay_IsStoredAndTheTraceIsWhole(string wire)
    {
        Start(wire, ("MLFLOW_EXPERIMENT_NAME", "judged"));
        Feedback feedback;
        string id;
        using (var root = Mlflow.StartSpan("answer"))
        {
            id = root.TraceId;
            feedback = await Mlflow.LogFeedbackAsync(id, 0.9, "correctness");
            await Mlflow.LogExpectationAsync(id, "answer", "Because.");
        }

        var info = (await Mlflow.GetTraceAsync(id))!.Info;

        info.State.ShouldBe(TraceState.Ok);
        info.Assessments.Select(a => a.Name).ShouldBe(["correctness", "answer"], ignoreOrder: true);
        (await Mlflow.GetAssessmentAsync(id, feedback.AssessmentId!)).ShouldBeOfType<Feedback>().Value!.Value.GetDouble().ShouldBe(0.9);
        var better = await Mlflow.OverrideFeedbackAsync(id, feedback.AssessmentId!, 0.4, "too long");
        better.Overrides.ShouldBe(feedback.AssessmentId);
        (await Mlflow.UpdateAssessmentAsync(id, better.AssessmentId!, better with { Rationale = "much too long" })).ShouldBeOfType<Feedback>().Rationale.ShouldBe("much too long");
        await Mlflow.DeleteAssessmentAsync(id, better.AssessmentId!);
        using var client = new MlflowClient();
        info.ExperimentId.ShouldBe((await client.GetExperimentByNameAsync("judged"))!.ExperimentId);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task SearchTracesAsync_WithoutExperiments_SearchesWhereTheCallersTracesGo(string wire)
    {
        Start(wire);
        Mlflow.Trace("in default", () => { });
        var made = await Mlflow.SetExperimentAsync("chosen");
        Mlflow.Trace("in chosen", () => { });
        using (Mlflow.SetDestination(MlflowDestination.ExperimentNamed("flow"), contextLocal: true))
        {
            (await Names(Mlflow.SearchTracesAsync())).ShouldBeEmpty();
            Mlflow.Trace("in flow", () => { });
            (await Names(Mlflow.SearchTracesAsync())).ShouldBe(["in flow"]);
        }

        (await Names(Mlflow.SearchTracesAsync())).ShouldBe(["in chosen"]);
        (await Names(Mlflow.SearchTracesAsync(experimentIds: ["0"]))).ShouldBe(["in default"]);
        (await Mlflow.SetExperimentAsync(experimentId: made.ExperimentId)).Name.ShouldBe("chosen");
        (await Should.ThrowAsync<MlflowException>(Mlflow.SetExperimentAsync())).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        (await Should.ThrowAsync<MlflowException>(Mlflow.SetExperimentAsync(experimentId: "123456"))).ErrorCode.ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task StartRunAsync_TracesInside_AreLinkedToItAndInItsExperiment(string wire)
    {
        Start(wire);
        Mlflow.SetExperiment("runs");
        MlflowRun run;
        string inside, childRun;
        await using (run = await Mlflow.StartRunAsync("evaluation", tags: new Dictionary<string, string> { ["k"] = "v" }))
        {
            Mlflow.ActiveRun.ShouldBeSameAs(run);
            inside = await Task.Run(() => Mlflow.Trace("inside", () => Mlflow.ActiveTraceId!));
            await run.LogParamAsync("p", "1");
            await run.LogMetricAsync("m", 0.5);
            await run.SetTagAsync("t", "2");
            await using (var child = await Mlflow.StartRunAsync("child"))
            {
                childRun = child.RunId;
            }

            Mlflow.ActiveRun.ShouldBeSameAs(run);
        }

        Mlflow.ActiveRun.ShouldBeNull();
        Mlflow.Trace("outside", () => { });
        (await Names(Mlflow.SearchTracesAsync(runId: run.RunId))).ShouldBe(["inside"]);
        (await Mlflow.GetTraceAsync(inside))!.Info.ExperimentId.ShouldBe(run.ExperimentId);
        using var client = new MlflowClient();
        var stored = await client.GetRunAsync(run.RunId);
        (stored.Name, stored.Status, stored.Params["p"], stored.Metrics.Single().Value, stored.Tags["t"], stored.Tags["k"])
            .ShouldBe(("evaluation", RunStatus.Finished, "1", 0.5, "2", "v"));
        (await client.GetRunAsync(childRun)).Tags["mlflow.parentRunId"].ShouldBe(run.RunId);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task EndRunAsync_WithAStatus_AndResumed_AreOnTheServer(string wire)
    {
        Start(wire);
        var run = await Mlflow.StartRunAsync();
        await Mlflow.EndRunAsync(RunStatus.Failed);
        await Mlflow.EndRunAsync();
        await run.EndAsync();
        run.Dispose();
        using var client = new MlflowClient();
        (await client.GetRunAsync(run.RunId)).Status.ShouldBe(RunStatus.Failed);

        await using (var again = await Mlflow.StartRunAsync(runId: run.RunId))
        {
            again.RunId.ShouldBe(run.RunId);
            (await client.GetRunAsync(run.RunId)).Status.ShouldBe(RunStatus.Running);
        }

        (await client.GetRunAsync(run.RunId)).Status.ShouldBe(RunStatus.Finished);
        using (var known = Mlflow.StartRun(run.RunId))
        {
            Mlflow.Trace("inside", () => { });
            await known.EndAsync(RunStatus.Killed);
        }

        (await Names(Mlflow.SearchTracesAsync(runId: run.RunId))).ShouldBe(["inside"]);
        (await client.GetRunAsync(run.RunId)).Status.ShouldBe(RunStatus.Killed);
        await Should.ThrowAsync<MlflowException>(Mlflow.StartRunAsync(runId: new string('1', 32)));
        Mlflow.ActiveRun.ShouldBeNull();
    }

    [Fact]
    public async Task StartRunAsync_RunOfTheEnvironment_IsForTheFirstRunAlone()
    {
        Start("grpc");
        var made = await Mlflow.StartRunAsync("made elsewhere");
        await made.EndAsync();
        _tracing!.Dispose();
        Start("grpc", ("MLFLOW_RUN_ID", made.RunId));

        await using (var first = await Mlflow.StartRunAsync())
        {
            first.RunId.ShouldBe(made.RunId);
        }

        await using var second = await Mlflow.StartRunAsync();
        second.RunId.ShouldNotBe(made.RunId);
    }

    [Fact]
    public async Task Wrapped_PythonsOwnExample_IsReadBackAsMlflowHasIt()
    {
        Start("grpc");

        Mlflow.Trace(Math.Pow)(2, 3).ShouldBe(8);

        var span = (await Mlflow.GetTraceAsync(Mlflow.LastActiveTraceId!))!.Spans.ShouldHaveSingleItem();
        (span.Name, span.Inputs!.Value.GetRawText(), span.Outputs!.Value.GetRawText()).ShouldBe(("Pow", """{"x":2,"y":3}""", "8"));
    }

    private static async Task<IReadOnlyList<string?>> Names(IAsyncEnumerable<Trace> traces)
    {
        var names = new List<string?>();
        await foreach (var trace in traces)
        {
            names.Add(trace.Info.Name);
        }

        return names;
    }

    private void Start(string wire, params (string Key, string Value)[] pairs)
    {
        var address = wire == "grpc" ? $"grpc://{_server.GrpcAddress.Authority}" : _server.HttpAddress.GetLeftPart(UriPartial.Authority);
        _tracing = MlflowTracing.Init(configuration: new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Append(("MLFLOW_TRACKING_URI", address)).Select(p => KeyValuePair.Create(p.Item1, (string?)p.Item2)))
            .Build());
    }
}
