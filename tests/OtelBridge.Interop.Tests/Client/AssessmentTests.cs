using OtelBridge.Entities;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using static OtelBridge.Interop.Tests.Client.TraceQuestionTests;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>Judgements of traces, the same over both wires.</summary>
public sealed class AssessmentTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    public static TheoryData<string, object, string> Values
    {
        get
        {
            var values = new TheoryData<string, object, string>();
            foreach (var wire in TestStore.Kinds.SelectMany(TrackingWires.Both))
            {
                values.Add(wire, 4, "4");
                values.Add(wire, 0.75, "0.75");
                values.Add(wire, true, "true");
                values.Add(wire, "süß \"5\"", "\"süß \\\"5\\\"\"");
                values.Add(wire, "42", "\"42\"");
                values.Add(wire, new object?[] { "a", 1, null }, "[\"a\",1,null]");
                values.Add(wire, new { b = new { c = true }, a = 1.5 }, "{\"a\":1.5,\"b\":{\"c\":true}}");
            }

            return values;
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Log_OfAnyValue_ReadsBackOverBothWires(string wire, object value, string expected)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));

        var feedback = await client.LogFeedbackAsync(trace, value);
        var expectation = await client.LogExpectationAsync(trace, "expected", value);

        Sorted(feedback.Value).ShouldBe(expected);
        Sorted(expectation.Value).ShouldBe(expected);
        foreach (var reader in TrackingWires.Both(TrackingWires.StoreOf(wire)).Select(server.Client))
        {
            Described.Of<object>(await reader.GetAssessmentAsync(trace, feedback.AssessmentId!)).ShouldBe(Described.Of<object>(feedback));
            Described.Of<object>(await reader.GetAssessmentAsync(trace, expectation.AssessmentId!)).ShouldBe(Described.Of<object>(expectation));
            (await reader.GetTraceInfoAsync(trace)).Assessments.Count.ShouldBe(2);
        }
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Log_WithEverything_IsStoredWhole(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));
        var source = AssessmentSource.Of("ai_judge", "judge-1");

        var feedback = await client.LogFeedbackAsync(
            trace, 3.5, "tone", source, rationale: "weil", metadata: new Dictionary<string, string> { ["k"] = "ü" }, spanId: OtlpSamples.SpanIdText(1));

        feedback.AssessmentId.ShouldStartWith("a-");
        feedback.TraceId.ShouldBe(trace);
        feedback.Source.ShouldBe(new AssessmentSource(AssessmentSourceType.LlmJudge, "judge-1"));
        feedback.Rationale.ShouldBe("weil");
        feedback.Metadata["k"].ShouldBe("ü");
        feedback.SpanId.ShouldBe(OtlpSamples.SpanIdText(1));
        feedback.CreateTime.ShouldNotBeNull();
        feedback.Valid.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Log_WithDefaults_NamesProgramAndPerson(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));

        var feedback = await client.LogFeedbackAsync(trace, 1);
        var expectation = await client.LogExpectationAsync(trace, "e", 1);

        (feedback.Name, feedback.Source).ShouldBe(("feedback", new AssessmentSource(AssessmentSourceType.Code)));
        expectation.Source.ShouldBe(new AssessmentSource(AssessmentSourceType.Human));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Log_OfAnException_KeepsTypeMessageAndStack(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));

        var feedback = await client.LogFeedbackAsync(trace, error: AssessmentError.FromException(Thrown()));

        feedback.Value.ShouldBeNull();
        feedback.Error!.ErrorCode.ShouldBe(nameof(TimeoutException));
        feedback.Error.ErrorMessage.ShouldBe("zu spät");
        feedback.Error.StackTrace!.ShouldContain(nameof(Thrown));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Update_ChangesWhatIsGiven(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));
        var logged = await client.LogFeedbackAsync(trace, 1, rationale: "old", metadata: new Dictionary<string, string> { ["a"] = "1" });

        var updated = (Feedback)await client.UpdateAssessmentAsync(
            trace, logged.AssessmentId!, logged with { Name = "renamed", Value = System.Text.Json.JsonDocument.Parse("\"good\"").RootElement, Metadata = new Dictionary<string, string> { ["b"] = "2" } });

        updated.Name.ShouldBe("renamed");
        updated.Value!.Value.GetString().ShouldBe("good");
        updated.Rationale.ShouldBe("old");
        updated.Metadata.Keys.Order().ShouldBe(["a", "b"]);
        updated.Source.ShouldBe(logged.Source);
        var expectation = new Expectation { Name = "e", Source = logged.Source, Value = System.Text.Json.JsonDocument.Parse("1").RootElement };
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.UpdateAssessmentAsync(trace, logged.AssessmentId!, expectation));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.UpdateAssessmentAsync(trace, "a-absent", logged));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Override_ReplacesUntilItIsDeleted(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));
        var old = await client.LogFeedbackAsync(trace, 1, "tone", spanId: OtlpSamples.SpanIdText(1));

        var replacement = await client.OverrideFeedbackAsync(trace, old.AssessmentId!, 5, "better");

        (replacement.Name, replacement.SpanId, replacement.Overrides).ShouldBe(("tone", OtlpSamples.SpanIdText(1), old.AssessmentId));
        ((Feedback)await client.GetAssessmentAsync(trace, old.AssessmentId!)).Valid.ShouldBeFalse();

        await client.DeleteAssessmentAsync(trace, replacement.AssessmentId!);
        await client.DeleteAssessmentAsync(trace, replacement.AssessmentId!);
        ((Feedback)await client.GetAssessmentAsync(trace, old.AssessmentId!)).Valid.ShouldBeTrue();
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.GetAssessmentAsync(trace, replacement.AssessmentId!));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task WrongCalls_AreInvalid(string wire)
    {
        var (client, trace) = (server.Client(wire), await NewTraceAsync(wire));
        var expectation = await client.LogExpectationAsync(trace, "e", 1);

        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.LogFeedbackAsync(trace));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.LogExpectationAsync(trace, "e", null!));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.OverrideFeedbackAsync(trace, expectation.AssessmentId!, 1));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.OverrideFeedbackAsync(trace, "a-absent", 1));
        Should.Throw<MlflowException>(() => AssessmentSource.Of("ORACLE")).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.Stores), MemberType = typeof(TrackingWires))]
    public async Task Search_ByAValue_FindsItWhicheverWireItCameBy(string store)
    {
        var experiment = await server.NewExperimentAsync(TrackingWires.Of(TrackingServerFixture.Grpc, store));
        foreach (var wire in TrackingWires.Both(store))
        {
            await server.Client(wire).LogFeedbackAsync(await NewTraceAsync(wire, experiment), 4, "score");
        }

        foreach (var wire in TrackingWires.Both(store))
        {
            (await server.Client(wire).SearchTracesPageAsync("feedback.score = '4.0'", experimentIds: [experiment])).Count.ShouldBe(2, wire);
        }
    }

    private static TimeoutException Thrown()
    {
        try
        {
            throw new TimeoutException("zu spät");
        }
        catch (TimeoutException e)
        {
            return e;
        }
    }

    private static string Sorted(System.Text.Json.JsonElement? value) =>
        System.Text.Json.Nodes.JsonNode.Parse(Described.Of<object>(value!.Value))!.ToJsonString(
            new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private async Task<string> NewTraceAsync(string wire, string experiment = "0")
    {
        var number = server.NewTrace();
        await server.StoreAsync(wire, experiment, OtlpSamples.Span(number, 1));
        return OtlpSamples.TraceIdText(number);
    }
}
