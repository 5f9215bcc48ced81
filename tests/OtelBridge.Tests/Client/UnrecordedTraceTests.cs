using OtelBridge.Entities;

namespace OtelBridge.Tests.Client;

/// <summary>What a program says of a trace that nobody records, because tracing is off or the trace was not sampled, goes nowhere and fails nothing.</summary>
public sealed class UnrecordedTraceTests
{
    [Fact]
    public async Task Client_IdOfASpanThatRecordsNothing_IsNotSent()
    {
        using var client = new MlflowClient("http://127.0.0.1:1");
        var id = Mlflow.StartSpan("s").TraceId;

        var feedback = await client.LogFeedbackAsync(id, 0.5, "good");
        var expectation = await client.LogExpectationAsync(id, "answer", "42");
        var assessment = await client.LogAssessmentAsync(id, feedback with { Name = "again" });
        await client.SetTraceTagAsync(id, "k", "v");
        await client.DeleteTraceTagAsync(id, "k");

        feedback.Value!.Value.GetDouble().ShouldBe(0.5);
        expectation.Value.GetString().ShouldBe("42");
        new Assessment[] { feedback, expectation, assessment }.ShouldAllBe(a => a.AssessmentId == null && a.TraceId == id);
        (await Should.ThrowAsync<MlflowException>(() => client.LogFeedbackAsync(id))).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
    }

    [Fact]
    public async Task Facade_IdOfASpanThatRecordsNothing_IsNotSent()
    {
        using var tracing = MlflowTracing.Init(configuration: Traced.Configuration(("Mlflow:Export", "None"), ("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")));
        Mlflow.Disable();
        try
        {
            await Mlflow.TraceAsync("s", static async span =>
            {
                (await Mlflow.LogFeedbackAsync(span.TraceId, true)).AssessmentId.ShouldBeNull();
                await Mlflow.SetTraceTagAsync(span.TraceId, "k", "v");
            });
        }
        finally
        {
            Mlflow.Enable();
        }
    }
}
