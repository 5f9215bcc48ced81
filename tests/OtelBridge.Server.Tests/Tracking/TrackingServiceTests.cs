using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class TrackingServiceTests
{
    [Theory]
    [InlineData("tr-a0000000000000000000000000000001")]
    [InlineData("a0000000000000000000000000000001")]
    [InlineData("A0000000000000000000000000000001")]
    public async Task GetTrace_ByEverySpellingOfItsId_IsFound(string id)
    {
        await using var server = await StartWithTracesAsync(1);

        var response = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = id });

        response.Trace.Info.TraceId.ShouldBe(OtlpSamples.TraceIdText(1));
        response.Trace.Info.SpanCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("", GrpcStatusCode.InvalidArgument, "Missing value for required parameter 'trace_id'.")]
    [InlineData("tr-a0000000000000000000000000000009", GrpcStatusCode.NotFound, "Trace 'tr-a0000000000000000000000000000009' is not stored here.")]
    [InlineData("nonsense", GrpcStatusCode.NotFound, "Trace 'nonsense' is not stored here.")]
    public async Task GetTrace_ThatIsNotThere_SaysSo(string id, GrpcStatusCode status, string message)
    {
        await using var server = await StartWithTracesAsync(1);

        await ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = id }), status, message);
    }

    [Fact]
    public async Task BatchGetTraces_KeepsTheOrderAndLeavesOutWhatIsNotThere()
    {
        await using var server = await StartWithTracesAsync(3);
        var request = new BatchGetTracesRequest
        {
            TraceIds = { OtlpSamples.TraceIdText(3), OtlpSamples.TraceIdText(9), OtlpSamples.TraceIdText(1) },
        };

        var response = await server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, request);
        var empty = await server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest());

        response.Traces.Select(static trace => trace.Info.TraceId).ShouldBe([OtlpSamples.TraceIdText(3), OtlpSamples.TraceIdText(1)]);
        empty.Traces.ShouldBeEmpty();
    }

    [Fact]
    public async Task BatchGetTraces_OfMoreThanAHundred_IsRefused()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var request = new BatchGetTracesRequest { TraceIds = { Enumerable.Range(1, 101).Select(OtlpSamples.TraceIdText) } };

        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, request),
            GrpcStatusCode.InvalidArgument,
            "Invalid value of 101 ids for parameter 'trace_ids' supplied: at most 100 traces can be asked for at once.");
    }

    [Fact]
    public async Task SearchTraces_PagesFromTheNewestToTheLast()
    {
        await using var server = await StartWithTracesAsync(5);
        var found = new List<string>();
        var token = "";
        do
        {
            var page = await server.Grpc.CallAsync(
                TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 2, PageToken = token });
            page.Traces.Count.ShouldBeInRange(1, 2);
            found.AddRange(page.Traces.Select(static trace => trace.TraceId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        found.ShouldBe(Enumerable.Range(1, 5).Reverse().Select(OtlpSamples.TraceIdText));
    }

    [Fact]
    public async Task SearchTraces_OfAnExperiment_LeavesOutTheOthers()
    {
        await using var server = await StartWithTracesAsync(2);
        var other = await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "other" });

        var inDefault = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { ExperimentIds = { "0" } });
        var inOther = await server.Grpc.CallAsync(
            TrackingServiceMethods.SearchTraces, new SearchTracesRequest { ExperimentIds = { other.ExperimentId } });

        inDefault.Traces.Count.ShouldBe(2);
        inOther.Traces.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-1, "", null, "max_results")]
    [InlineData(501, "", null, "max_results")]
    [InlineData(0, "made up", null, "")]
    [InlineData(0, "", "first", "experiment_ids")]
    [InlineData(0, "", "", "experiment_id")]
    public async Task SearchTraces_WithAWrongParameter_NamesIt(int max, string token, string? experiment, string named)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var request = new SearchTracesRequest { MaxResults = max, PageToken = token };
        if (experiment is not null)
        {
            request.ExperimentIds.Add(experiment);
        }

        var error = await Should.ThrowAsync<GrpcException>(server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, request));

        error.Status.ShouldBe(GrpcStatusCode.InvalidArgument);
        error.Message.ShouldContain(named[..Math.Min(named.Length, "experiment_id".Length)]);
    }

    [Fact]
    public async Task Experiment_Created_IsFoundByIdAndNameAndListed()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var created = await server.Grpc.CallAsync(
            TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "größe 😀", Tags = { ["team"] = "search" } });

        var byId = await server.Grpc.CallAsync(
            TrackingServiceMethods.GetExperiment, new GetExperimentRequest { ExperimentId = created.ExperimentId });
        var byName = await server.Grpc.CallAsync(TrackingServiceMethods.GetExperiment, new GetExperimentRequest { Name = "größe 😀" });
        var all = await server.Grpc.CallAsync(TrackingServiceMethods.SearchExperiments, new SearchExperimentsRequest());
        byId.Experiment.Tags["team"].ShouldBe("search");
        byName.ShouldBe(byId);
        all.Experiments.Select(static experiment => experiment.Name).ShouldBe(["größe 😀", "Default"], ignoreOrder: true);
    }

    [Fact]
    public async Task Experiment_OfANameThatExists_IsRefused()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "Default" }),
            GrpcStatusCode.AlreadyExists,
            "An experiment named 'Default' exists, perhaps deleted; names are never used twice.");
    }

    [Fact]
    public async Task Experiment_NameOfWrongLength_IsRefused()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = " " }),
            GrpcStatusCode.InvalidArgument,
            "Missing value for required parameter 'name'.");
        var tooLong = await Should.ThrowAsync<GrpcException>(server.Grpc.CallAsync(
            TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = new string('n', 501) }));
        tooLong.Status.ShouldBe(GrpcStatusCode.InvalidArgument);
        tooLong.Message.ShouldContain("501 characters");
        var longest = await server.Grpc.CallAsync(
            TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = new string('n', 500) });
        longest.ExperimentId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Experiment_ThatIsNotThere_IsNotFound()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.GetExperiment, new GetExperimentRequest { ExperimentId = "987" }),
            GrpcStatusCode.NotFound,
            "There is no experiment with id '987'.");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.GetExperiment, new GetExperimentRequest { Name = "none" }),
            GrpcStatusCode.NotFound,
            "There is no experiment named 'none'.");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.GetExperiment, new GetExperimentRequest()),
            GrpcStatusCode.InvalidArgument,
            "Missing value for required parameter 'experiment_id' or 'name'.");
    }

    // Trace n starts n milliseconds after the first.
    private static async Task<ServerUnderTest> StartWithTracesAsync(int count)
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(
            TraceServiceMethods.Export,
            OtlpSamples.Request(Enumerable.Range(1, count).Select(static number => OtlpSamples.Span(number, number, offsetMs: number))));
        return server;
    }

    private static async Task ShouldFailAsync(Task call, GrpcStatusCode status, string message)
    {
        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(status);
        error.Message.ShouldBe(message);
    }
}
