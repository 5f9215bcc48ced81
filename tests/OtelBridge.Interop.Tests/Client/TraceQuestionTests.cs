using OtelBridge.Entities;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>What a client asks of stored traces, the same over both wires.</summary>
public sealed class TraceQuestionTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    private const string Absent = "tr-00000000000000000000000000000001";

    [Theory]
    [MemberData(nameof(TrackingWires.Stores), MemberType = typeof(TrackingWires))]
    public async Task GetTrace_WithEverythingInIt_IsTheSameOverBothWires(string store)
    {
        var (grpc, rest) = (TrackingWires.Of(TrackingServerFixture.Grpc, store), TrackingWires.Of(TrackingServerFixture.Rest, store));
        var number = server.NewTrace();
        await server.StoreAsync(grpc, await server.NewExperimentAsync(grpc), RichTrace.Of(number));
        await server.Client(grpc).LogFeedbackAsync(OtlpSamples.TraceIdText(number), new { score = 4, why = "ü" }, rationale: "weil");
        await server.Client(rest).LogExpectationAsync(OtlpSamples.TraceIdText(number), "answer", new[] { 1, 2 });

        var overGrpc = await server.Client(grpc).GetTraceAsync(OtlpSamples.TraceIdText(number));
        var overRest = await server.Client(rest).GetTraceAsync(OtlpSamples.TraceIdText(number));

        Described.Of(overRest).ShouldBe(Described.Of(overGrpc));
        overGrpc.Spans.Count.ShouldBe(4);
        overGrpc.Info.Assessments.Count.ShouldBe(2);
        overGrpc.Info.TokenUsage.ShouldBe(new TokenUsage(12, 3, 15));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task GetTrace_WithEverythingInIt_HasTheValuesThatWereSent(string wire)
    {
        var experiment = await server.NewExperimentAsync(wire);
        var number = server.NewTrace();
        await server.StoreAsync(wire, experiment, RichTrace.Of(number));

        var trace = await server.Client(wire).GetTraceAsync(OtlpSamples.TraceIdText(number));

        trace.Info.ExperimentId.ShouldBe(experiment);
        trace.Info.State.ShouldBe(TraceState.Ok);
        trace.Info.Name.ShouldBe("réponse 日本 🦊");
        trace.Info.RequestTimeNs.ShouldBe((long)OtlpSamples.Start);
        trace.Info.ExecutionDuration.ShouldBe(TimeSpan.FromMilliseconds(120));
        trace.Info.Tags["team"].ShouldBe("a");
        trace.Info.TraceMetadata["mlflow.trace.session"].ShouldBe("s-1");
        trace.Spans.Select(static span => span.ParentId).ShouldBe([null, OtlpSamples.SpanIdText(1), OtlpSamples.SpanIdText(1), OtlpSamples.SpanIdText(3)]);
        var (root, native, foreign, open) = (trace.Spans[0], trace.Spans[1], trace.Spans[2], trace.Spans[3]);
        root.SpanType.ShouldBe(SpanType.Agent);
        root.Inputs!.Value.GetProperty("nested").GetProperty("list").GetRawText().ShouldBe("[1,2.5,null,true,\"x\"]");
        native.Attributes["long"].GetInt64().ShouldBe(long.MaxValue);
        native.Attributes["nan"].GetString().ShouldBe("NaN");
        native.Attributes["null"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        native.Attributes["bytes"].GetBytesFromBase64().ShouldBe([1, 2, 255]);
        foreign.SpanType.ShouldBe(SpanType.ChatModel);
        foreign.Inputs.ShouldNotBeNull();
        foreign.Status.ShouldBe(SpanStatus.Error);
        foreign.StatusDescription.ShouldBe("das ging schief ✗");
        foreign.Events.Select(static e => e.Name).ShouldBe(["mlflow.chunk.item.0", "exception"]);
        foreign.Events[1].Attributes["exception.message"].GetString().ShouldBe("zu spät");
        open.EndTimeNs.ShouldBeNull();
        open.Status.ShouldBe(SpanStatus.Unset);
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("\"42\"", "\"42\"")]
    [InlineData("\"[1]\"", "\"[1]\"")]
    [InlineData("[1,\"a\"]", "[1,\"a\"]")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("\"plain\"", "\"plain\"")]
    public async Task GetTrace_OfOurSdk_ReadsBackTheValueThatWasGiven(string sent, string expected)
    {
        var number = server.NewTrace();
        await server.StoreAsync(TrackingWires.Of(TrackingServerFixture.Grpc, TestStore.Sqlite), "0", RichTrace.OfOurSdk(number, sent, sent));

        foreach (var wire in TrackingWires.Both(TestStore.Sqlite))
        {
            var span = (await server.Client(wire).GetTraceAsync(OtlpSamples.TraceIdText(number))).Spans.Single();

            span.Inputs!.Value.GetRawText().ShouldBe(expected, wire);
            span.Outputs!.Value.GetRawText().ShouldBe(expected, wire);
        }
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task GetTraceInfo_OfAStoredTrace_IsThatOfTheTrace(string wire)
    {
        var number = server.NewTrace();
        await server.StoreAsync(wire, "0", RichTrace.Of(number));

        var info = await server.Client(wire).GetTraceInfoAsync(OtlpSamples.TraceIdText(number));

        Described.Of(info).ShouldBe(Described.Of((await server.Client(wire).GetTraceAsync(OtlpSamples.TraceIdText(number))).Info));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Questions_AboutNoTrace_SayThatItDoesNotExist(string wire)
    {
        var client = server.Client(wire);

        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetTraceAsync(Absent));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetTraceInfoAsync(Absent));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.SetTraceTagAsync(Absent, "k", "v"));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.DeleteTraceTagAsync(Absent, "k"));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.LogFeedbackAsync(Absent, 1));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetAssessmentAsync(Absent, "a-1"));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.GetTraceAsync(string.Empty));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Tags_SetAndDeleted_AreSoInTheTrace(string wire)
    {
        var number = server.NewTrace();
        await server.StoreAsync(wire, "0", OtlpSamples.Span(number, 1));
        var (client, id) = (server.Client(wire), OtlpSamples.TraceIdText(number));

        await client.SetTraceTagAsync(id, "größe", "süß 🍰");
        (await client.GetTraceInfoAsync(id)).Tags["größe"].ShouldBe("süß 🍰");

        await client.DeleteTraceTagAsync(id, "größe");
        (await client.GetTraceInfoAsync(id)).Tags.Keys.ShouldNotContain("größe");
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.DeleteTraceTagAsync(id, "größe"));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.SetTraceTagAsync(id, "../up", "v"));
    }

    internal static async Task ShouldFailAsync(string code, Func<Task> call) => (await Should.ThrowAsync<MlflowException>(call)).ErrorCode.ShouldBe(code);
}
