using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class ExperimentServiceTests
{
    [Fact]
    public async Task Experiment_LifeOfOne_IsAsSaid()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var id = (await server.Grpc.CallAsync(
            TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "old", ArtifactLocation = "s3://bucket" })).ExperimentId;

        await server.Grpc.CallAsync(TrackingServiceMethods.UpdateExperiment, new UpdateExperimentRequest { ExperimentId = id, NewName = "new" });
        await server.Grpc.CallAsync(TrackingServiceMethods.SetExperimentTag, new SetExperimentTagRequest { ExperimentId = id, Key = "k", Value = "v" });
        await server.Grpc.CallAsync(TrackingServiceMethods.SetExperimentTag, new SetExperimentTagRequest { ExperimentId = id, Key = "gone", Value = "v" });
        await server.Grpc.CallAsync(TrackingServiceMethods.DeleteExperimentTag, new DeleteExperimentTagRequest { ExperimentId = id, Key = "gone" });
        await server.Grpc.CallAsync(TrackingServiceMethods.DeleteExperiment, new DeleteExperimentRequest { ExperimentId = id });
        var deleted = await server.Grpc.CallAsync(
            TrackingServiceMethods.SearchExperiments, new SearchExperimentsRequest { View = LifecycleView.Deleted, Filter = "tags.k = 'v'", OrderBy = { "name" } });
        await server.Grpc.CallAsync(TrackingServiceMethods.RestoreExperiment, new RestoreExperimentRequest { ExperimentId = id });
        var restored = (await server.Grpc.CallAsync(TrackingServiceMethods.GetExperiment, new GetExperimentRequest { ExperimentId = id })).Experiment;

        deleted.Experiments.ShouldHaveSingleItem().ExperimentId.ShouldBe(id);
        restored.Name.ShouldBe("new");
        restored.ArtifactLocation.ShouldBe("s3://bucket");
        restored.LifecycleStage.ShouldBe(LifecycleStage.Active);
        restored.Tags.ShouldBe(new Dictionary<string, string> { ["k"] = "v" });
    }

    [Fact]
    public async Task Experiment_ChangedWrongly_SaysWhy()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "taken" });

        await RenameAsync("", "x", GrpcStatusCode.InvalidArgument, "'experiment_id'");
        await RenameAsync("0", "", GrpcStatusCode.InvalidArgument, "'new_name'");
        await RenameAsync("0", new string('n', 501), GrpcStatusCode.InvalidArgument, "'new_name'");
        await RenameAsync("0", "taken", GrpcStatusCode.AlreadyExists, "'taken'");
        await RenameAsync("987", "x", GrpcStatusCode.NotFound, "987");
        await TagAsync("k/../k", "", "'key'");
        await TagAsync(new string('k', 251), "", "'key'");
        await TagAsync("k", new string('v', 5001), "'value'");

        Task RenameAsync(string id, string name, GrpcStatusCode status, string part) => ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.UpdateExperiment, new UpdateExperimentRequest { ExperimentId = id, NewName = name }), status, part);

        Task TagAsync(string key, string value, string part) => ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.SetExperimentTag, new SetExperimentTagRequest { ExperimentId = "0", Key = key, Value = value }),
            GrpcStatusCode.InvalidArgument,
            part);
    }

    private static async Task ShouldFailAsync(Task call, GrpcStatusCode status, string part)
    {
        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(status);
        error.Message.ShouldContain(part);
    }
}
