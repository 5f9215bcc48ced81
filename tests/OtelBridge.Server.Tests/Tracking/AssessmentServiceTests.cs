using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class AssessmentServiceTests
{
    [Fact]
    public async Task Assessment_CreatedUpdatedDeleted_IsAsSaid()
    {
        await using var server = await StartAsync();
        var made = await CreateAsync(server, Judgement("4.0"));

        var updated = await server.Grpc.CallAsync(TrackingServiceMethods.UpdateAssessment, new UpdateAssessmentRequest
        {
            Assessment = new Assessment
            {
                TraceId = made.TraceId, AssessmentId = made.AssessmentId, Name = "renamed", Feedback = new Feedback { Value = "5.0" }, Rationale = "not of the mask",
            },
            UpdateMask = { "assessment_name", "feedback" },
        });
        var read = await GetAsync(server, made.AssessmentId);
        await server.Grpc.CallAsync(
            TrackingServiceMethods.DeleteAssessment, new DeleteAssessmentRequest { TraceId = made.TraceId, AssessmentId = made.AssessmentId });

        made.AssessmentId.ShouldStartWith("a-");
        read.ShouldBe(updated.Assessment);
        read.Name.ShouldBe("renamed");
        read.Feedback.Value.ShouldBe("5.0");
        read.HasRationale.ShouldBeFalse();
        await ShouldFailAsync(GetAsync(server, made.AssessmentId), GrpcStatusCode.NotFound, made.AssessmentId);
    }

    [Fact]
    public async Task Create_Wrong_NamesTheParameter()
    {
        await using var server = await StartAsync();

        await WrongAsync(new Assessment { TraceId = OtlpSamples.TraceIdText(1) }, "'feedback'");
        await WrongAsync(new Assessment { Feedback = new Feedback { Value = "1" } }, "'trace_id'");
        await WrongAsync(Judgement(""), "'feedback.value'");
        await WrongAsync(Judgement("no json"), "'feedback.value'");
        await WrongAsync(new Assessment { TraceId = OtlpSamples.TraceIdText(1), Expectation = new Expectation() }, "'expectation.value'");
        await WrongAsync(new Assessment { TraceId = OtlpSamples.TraceIdText(1), Expectation = new Expectation { Value = "{" } }, "'expectation.value'");
        await WrongAsync(new Assessment { TraceId = OtlpSamples.TraceIdText(1), Name = new string('n', 251), Feedback = new Feedback { Value = "1" } }, "'name'");
        await ShouldFailAsync(server.Grpc.CallAsync(TrackingServiceMethods.CreateAssessment, new CreateAssessmentRequest()), GrpcStatusCode.InvalidArgument, "'assessment'");

        Task WrongAsync(Assessment assessment, string part) => ShouldFailAsync(CreateAsync(server, assessment), GrpcStatusCode.InvalidArgument, part);
    }

    [Fact]
    public async Task Update_Wrong_SaysWhy()
    {
        await using var server = await StartAsync();
        var made = await CreateAsync(server, Judgement("true"));

        await WrongAsync("'update_mask'");
        await WrongAsync("'update_mask'", "source");
        await WrongAsync("'feedback'", "feedback");
        await WrongAsync("is no expectation", "expectation");

        Task WrongAsync(string part, params string[] mask) => ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.UpdateAssessment, new UpdateAssessmentRequest
            {
                Assessment = new Assessment { TraceId = made.TraceId, AssessmentId = made.AssessmentId, Expectation = new Expectation { Value = "1" } },
                UpdateMask = { mask },
            }),
            GrpcStatusCode.InvalidArgument,
            part);
    }

    [Fact]
    public async Task Assessment_OfAnUnknownTrace_IsNotFound()
    {
        await using var server = await StartAsync();

        await ShouldFailAsync(
            CreateAsync(server, new Assessment { TraceId = "t-9", Feedback = new Feedback { Value = "1" } }), GrpcStatusCode.NotFound, "'t-9'");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.DeleteAssessment, new DeleteAssessmentRequest { TraceId = "t-9", AssessmentId = "a-1" }),
            GrpcStatusCode.NotFound,
            "'t-9'");
        await ShouldFailAsync(
            server.Grpc.CallAsync(TrackingServiceMethods.GetAssessment, new GetAssessmentRequest { TraceId = "t-9" }),
            GrpcStatusCode.InvalidArgument,
            "'assessment_id'");
    }

    private static Assessment Judgement(string value) => new() { TraceId = OtlpSamples.TraceIdText(1), Name = "score", Feedback = new Feedback { Value = value } };

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        return server;
    }

    private static async Task<Assessment> CreateAsync(ServerUnderTest server, Assessment assessment) =>
        (await server.Grpc.CallAsync(TrackingServiceMethods.CreateAssessment, new CreateAssessmentRequest { Assessment = assessment })).Assessment;

    private static async Task<Assessment> GetAsync(ServerUnderTest server, string id) =>
        (await server.Grpc.CallAsync(
            TrackingServiceMethods.GetAssessment, new GetAssessmentRequest { TraceId = OtlpSamples.TraceIdText(1), AssessmentId = id })).Assessment;

    private static async Task ShouldFailAsync(Task call, GrpcStatusCode status, string part)
    {
        var error = await Should.ThrowAsync<GrpcException>(call);
        error.Status.ShouldBe(status);
        error.Message.ShouldContain(part);
    }
}
