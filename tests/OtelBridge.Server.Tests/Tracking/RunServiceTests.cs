using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class RunServiceTests
{
    [Fact]
    public async Task Run_LifeOfOne_IsAsSaid()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var made = (await server.Grpc.CallAsync(
            TrackingServiceMethods.CreateRun, new CreateRunRequest { ExperimentId = "0", Name = "baseline", UserId = "ada", StartTimeMs = 5 })).Run;
        await server.Grpc.CallAsync(TrackingServiceMethods.LogRunBatch, new LogRunBatchRequest
        {
            RunId = made.RunId, Params = { ["lr"] = "0.1" }, Tags = { ["t"] = "1" }, Metrics = { new Metric { Key = "loss", Value = 0.5, TimestampMs = 7, Step = 1 } },
        });
        await server.Grpc.CallAsync(TrackingServiceMethods.DeleteRunTag, new DeleteRunTagRequest { RunId = made.RunId, Key = "t" });
        var updated = (await server.Grpc.CallAsync(
            TrackingServiceMethods.UpdateRun, new UpdateRunRequest { RunId = made.RunId, Status = RunStatus.Finished, EndTimeMs = 9, Name = "" })).Run;
        var read = (await server.Grpc.CallAsync(TrackingServiceMethods.GetRun, new GetRunRequest { RunId = made.RunId })).Run;
        var history = await server.Grpc.CallAsync(
            TrackingServiceMethods.GetMetricHistory, new GetMetricHistoryRequest { RunId = made.RunId, Key = "loss" });
        var found = await server.Grpc.CallAsync(
            TrackingServiceMethods.SearchRuns, new SearchRunsRequest { ExperimentIds = { "0" }, Filter = "metrics.loss = 0.5", OrderBy = { "start_time" } });
        await server.Grpc.CallAsync(TrackingServiceMethods.DeleteRun, new DeleteRunRequest { RunId = made.RunId });
        var active = await server.Grpc.CallAsync(TrackingServiceMethods.SearchRuns, new SearchRunsRequest { ExperimentIds = { "0" } });
        await server.Grpc.CallAsync(TrackingServiceMethods.RestoreRun, new RestoreRunRequest { RunId = made.RunId });

        read.ShouldBe(updated);
        read.Name.ShouldBe("baseline");
        read.Status.ShouldBe(RunStatus.Finished);
        read.Params["lr"].ShouldBe("0.1");
        read.Tags.ShouldBe(new Dictionary<string, string> { ["mlflow.runName"] = "baseline" });
        history.Metrics.ShouldHaveSingleItem().Value.ShouldBe(0.5);
        found.Runs.ShouldHaveSingleItem().ShouldBe(read);
        active.Runs.ShouldBeEmpty();
        (await server.Grpc.CallAsync(TrackingServiceMethods.GetRun, new GetRunRequest { RunId = made.RunId })).Run.ShouldBe(read);
    }

    [Fact]
    public async Task CreateRun_Wrong_NamesTheParameter()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await WrongAsync(new CreateRunRequest(), "'experiment_id'");
        await WrongAsync(new CreateRunRequest { ExperimentId = "x" }, "'experiment_id'");
        await WrongAsync(new CreateRunRequest { ExperimentId = "987" }, "987", GrpcStatusCode.NotFound);
        await WrongAsync(new CreateRunRequest { ExperimentId = "0", Name = new string('n', 251) }, "'name'");
        await WrongAsync(new CreateRunRequest { ExperimentId = "0", Name = "a", Tags = { ["mlflow.runName"] = "b" } }, "'mlflow.runName'");
        await WrongAsync(new CreateRunRequest { ExperimentId = "0", UserId = new string('u', 257) }, "'user_id'");
        await WrongAsync(new CreateRunRequest { ExperimentId = "0", Tags = { ["a/../b"] = "" } }, "'tags'");

        Task WrongAsync(CreateRunRequest request, string part, GrpcStatusCode status = GrpcStatusCode.InvalidArgument) =>
            ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.CreateRun, request), status, part);
    }

    [Fact]
    public async Task UpdateRun_Wrong_NamesTheParameter()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await WrongAsync(new UpdateRunRequest(), "'run_id'");
        await WrongAsync(new UpdateRunRequest { RunId = "r", Status = RunStatus.Unspecified }, "'status'");
        await WrongAsync(new UpdateRunRequest { RunId = "r", Status = (RunStatus)77 }, "'status'");
        await WrongAsync(new UpdateRunRequest { RunId = "r" }, "Run with id=r not found", GrpcStatusCode.NotFound);

        Task WrongAsync(UpdateRunRequest request, string part, GrpcStatusCode status = GrpcStatusCode.InvalidArgument) =>
            ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.UpdateRun, request), status, part);
    }

    [Fact]
    public async Task LogRunBatch_TooMuchOrWrong_NamesTheParameter()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var metrics = new LogRunBatchRequest { RunId = "r" };
        metrics.Metrics.Add(Enumerable.Range(0, 1001).Select(i => new Metric { Key = "m", Step = i }));
        var parameters = new LogRunBatchRequest { RunId = "r", Params = { Enumerable.Range(0, 101).ToDictionary(i => $"k{i}", _ => "v") } };
        var tags = new LogRunBatchRequest { RunId = "r", Tags = { Enumerable.Range(0, 101).ToDictionary(i => $"k{i}", _ => "v") } };

        await WrongAsync(metrics, "'metrics'");
        await WrongAsync(parameters, "'params'");
        await WrongAsync(tags, "'tags'");
        await WrongAsync(new LogRunBatchRequest { RunId = "r", Params = { ["k"] = new string('v', 6001) } }, "'params'");
        await WrongAsync(new LogRunBatchRequest { RunId = "r", Params = { [new string('k', 251)] = "" } }, "'params'");
        await WrongAsync(new LogRunBatchRequest { RunId = "r", Metrics = { new Metric { Key = "bad/../name" } } }, "'metrics'");
        await WrongAsync(new LogRunBatchRequest { RunId = "r", Metrics = { new Metric() } }, "'metrics'");
        await WrongAsync(new LogRunBatchRequest { RunId = "r", Tags = { ["mlflow.runName"] = "" } }, "'mlflow.runName'");

        Task WrongAsync(LogRunBatchRequest request, string part) =>
            ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.LogRunBatch, request), GrpcStatusCode.InvalidArgument, part);
    }

    [Fact]
    public async Task SearchRuns_Wrong_NamesTheParameter()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await WrongAsync(new SearchRunsRequest { MaxResults = 50_001 }, "'max_results'");
        await WrongAsync(new SearchRunsRequest { ExperimentIds = { "x" } }, "'experiment_ids'", "'experiment_id'");
        await WrongAsync(new SearchRunsRequest { Filter = "metrics.acc >> 1" }, "");
        await WrongAsync(new SearchRunsRequest { PageToken = "garbage!" }, "Invalid page token");

        async Task WrongAsync(SearchRunsRequest request, params string[] anyOf)
        {
            var error = await Should.ThrowAsync<GrpcException>(server.Grpc.CallAsync(TrackingServiceMethods.SearchRuns, request));
            error.Status.ShouldBe(GrpcStatusCode.InvalidArgument);
            anyOf.ShouldContain(part => error.Message.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task LinkTracesToRun_ShowsInTheRecord()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        var run = (await server.Grpc.CallAsync(TrackingServiceMethods.CreateRun, new CreateRunRequest { ExperimentId = "0" })).Run;
        var tooMany = new LinkTracesToRunRequest { RunId = run.RunId, TraceIds = { Enumerable.Range(0, 101).Select(OtlpSamples.TraceIdText) } };

        await server.Grpc.CallAsync(
            TrackingServiceMethods.LinkTracesToRun, new LinkTracesToRunRequest { RunId = run.RunId, TraceIds = { OtlpSamples.TraceIdText(1) } });

        await ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.LinkTracesToRun, tooMany), GrpcStatusCode.InvalidArgument, "'trace_ids'");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.LinkTracesToRun, new LinkTracesToRunRequest { RunId = "r", TraceIds = { "t" } }),
            GrpcStatusCode.NotFound,
            "Run with id=r not found");
        var info = await server.Grpc.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = OtlpSamples.TraceIdText(1) });
        info.Info.RunIds.ShouldBe([run.RunId]);
    }

    private static async Task ShouldFailAsync(Task call, GrpcStatusCode status, string part)
    {
        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(status);
        error.Message.ShouldContain(part);
    }
}
