using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class TraceRecordServiceTests
{
    [Fact]
    public async Task StartTrace_OfATraceWithSpans_IsReadBack()
    {
        await using var server = await StartAsync();
        var record = new TraceRecord { TraceId = "A0000000000000000000000000000001", State = TraceState.Error, Tags = { ["team"] = "search" } };

        var started = await server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest { Record = record });
        var read = await server.Grpc.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = OtlpSamples.TraceIdText(1) });

        read.Info.ShouldBe(started.Info);
        read.Info.State.ShouldBe(TraceState.Error);
        read.Info.Tags["team"].ShouldBe("search");
        read.Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task StartTrace_Wrong_NamesTheParameter()
    {
        await using var server = await StartAsync();
        var tags = new TraceRecord { TraceId = "t" };
        tags.Tags.Add(Enumerable.Range(0, 1001).ToDictionary(i => $"k{i}", _ => "v"));

        await ShouldFailAsync(server, null, GrpcStatusCode.InvalidArgument, "'record'");
        await ShouldFailAsync(server, new TraceRecord(), GrpcStatusCode.InvalidArgument, "'trace_id'");
        await ShouldFailAsync(server, new TraceRecord { TraceId = new string('t', 129) }, GrpcStatusCode.InvalidArgument, "'trace_id'");
        await ShouldFailAsync(server, new TraceRecord { TraceId = "t", ExperimentId = "x" }, GrpcStatusCode.InvalidArgument, "'experiment_id'");
        await ShouldFailAsync(server, new TraceRecord { TraceId = "t", ExperimentId = "987" }, GrpcStatusCode.NotFound, "987");
        await ShouldFailAsync(server, new TraceRecord { TraceId = "t", StartTimeUnixNano = ulong.MaxValue }, GrpcStatusCode.InvalidArgument, "'start_time_unix_nano'");
        await ShouldFailAsync(server, tags, GrpcStatusCode.InvalidArgument, "'tags'");
        await ShouldFailAsync(server, new TraceRecord { TraceId = "t", Assessments = { new Assessment() } }, GrpcStatusCode.InvalidArgument, "'feedback'");

        static async Task ShouldFailAsync(ServerUnderTest server, TraceRecord? record, GrpcStatusCode status, string part)
        {
            var request = new StartTraceRequest();
            if (record is not null)
            {
                request.Record = record;
            }

            await TraceRecordServiceTests.ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, request), status, part);
        }
    }

    [Fact]
    public async Task GetTraceInfo_OfAnUnknownTrace_IsNotFound()
    {
        await using var server = await StartAsync();

        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = "none" }), GrpcStatusCode.NotFound, "'none'");
    }

    [Fact]
    public async Task Tag_SetAndDeleted_IsGone()
    {
        await using var server = await StartAsync();

        await SetTagAsync(server, "Größe/a.b:c-d e_1", "1");
        var set = await InfoAsync(server);
        await server.Grpc.CallAsync(
            TrackingServiceMethods.DeleteTraceTag, new DeleteTraceTagRequest { TraceId = OtlpSamples.TraceIdText(1), Key = "Größe/a.b:c-d e_1" });

        set.Tags["Größe/a.b:c-d e_1"].ShouldBe("1");
        (await InfoAsync(server)).Tags.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "Missing value for required parameter 'key'.")]
    [InlineData("a/../b", "Invalid value 'a/../b' for parameter 'key' supplied: ")]
    [InlineData("/a", "Invalid value '/a' for parameter 'key' supplied: ")]
    [InlineData("a//b", "Invalid value 'a//b' for parameter 'key' supplied: ")]
    [InlineData(".", "Invalid value '.' for parameter 'key' supplied: ")]
    [InlineData("a=b", "Invalid value 'a=b' for parameter 'key' supplied: ")]
    [InlineData("a\nb", "Invalid value 'a\nb' for parameter 'key' supplied: ")]
    public async Task SetTag_OfABadKey_SaysWhy(string key, string message)
    {
        await using var server = await StartAsync();

        await ShouldFailAsync(SetTagAsync(server, key, "v"), GrpcStatusCode.InvalidArgument, message);
    }

    [Fact]
    public async Task SetTag_OfALongKeyOrValue_IsRefusedOrCut()
    {
        await using var server = await StartAsync();

        await ShouldFailAsync(SetTagAsync(server, new string('k', 251), "v"), GrpcStatusCode.InvalidArgument, "251 characters");
        await SetTagAsync(server, new string('k', 250), new string('v', 9000));

        (await InfoAsync(server)).Tags[new string('k', 250)].Length.ShouldBe(8000);
    }

    [Fact]
    public async Task Tag_OfWhatIsNotThere_IsNotFound()
    {
        await using var server = await StartAsync();
        var tag = new DeleteTraceTagRequest { TraceId = OtlpSamples.TraceIdText(1), Key = "none" };

        await ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.DeleteTraceTag, tag), GrpcStatusCode.NotFound, "'none'");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.SetTraceTag, new SetTraceTagRequest { TraceId = "t-9", Key = "k" }), GrpcStatusCode.NotFound, "'t-9'");
    }

    [Fact]
    public async Task DeleteTraces_ByIdOrTime_SaysHowMany()
    {
        await using var server = await StartAsync();

        var byId = await server.Grpc.CallAsync(
            TrackingServiceMethods.DeleteTraces, new DeleteTracesRequest { ExperimentId = "0", TraceIds = { OtlpSamples.TraceIdText(1), "none" } });
        var byTime = await server.Grpc.CallAsync(
            TrackingServiceMethods.DeleteTraces, new DeleteTracesRequest { ExperimentId = "0", MaxTimestampMs = long.MaxValue, MaxTraces = 10 });

        byId.TracesDeleted.ShouldBe(1);
        byTime.TracesDeleted.ShouldBe(0);
    }

    [Fact]
    public async Task DeleteTraces_WithoutOneWayToSayWhich_IsRefused()
    {
        await using var server = await StartAsync();

        await RefusedAsync(new DeleteTracesRequest(), "Missing value for required parameter 'experiment_id'.");
        await RefusedAsync(new DeleteTracesRequest { ExperimentId = "0" }, "either 'trace_ids', or 'max_timestamp_ms'");
        await RefusedAsync(new DeleteTracesRequest { ExperimentId = "0", TraceIds = { "t" }, MaxTimestampMs = 1 }, "Only one");
        await RefusedAsync(new DeleteTracesRequest { ExperimentId = "0", TraceIds = { "t" }, MaxTraces = 1 }, "'max_traces'");
        await RefusedAsync(new DeleteTracesRequest { ExperimentId = "0", MaxTimestampMs = 1, MaxTraces = 0 }, "Invalid value 0 for parameter 'max_traces' supplied");
        (await InfoAsync(server)).SpanCount.ShouldBe(1);

        Task RefusedAsync(DeleteTracesRequest request, string part) =>
            ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.DeleteTraces, request), GrpcStatusCode.InvalidArgument, part);
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        return server;
    }

    private static Task<SetTraceTagResponse> SetTagAsync(ServerUnderTest server, string key, string value) => server.Grpc.CallAsync(
        TrackingServiceMethods.SetTraceTag, new SetTraceTagRequest { TraceId = OtlpSamples.TraceIdText(1), Key = key, Value = value });

    private static async Task<TraceInfo> InfoAsync(ServerUnderTest server) =>
        (await server.Grpc.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = OtlpSamples.TraceIdText(1) })).Info;

    private static async Task ShouldFailAsync(Task call, GrpcStatusCode status, string part)
    {
        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(status);
        error.Message.ShouldContain(part);
    }
}
