using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>The rows of docs/python-to-dotnet.md about what the fluent API asks the server.</summary>
public sealed class ServerRows : AgainstAServer
{
    [Fact]
    public async Task GetTrace_OfAStoredTrace_ReturnsIt()
    {
        var id = await SomeTraceAsync();

        // begin row:mlflow.get_trace
        var trace = await Mlflow.GetTraceAsync(id);
        // end row:mlflow.get_trace

        trace!.Spans.Single().Name.ShouldBe("answer");
        (await Mlflow.GetTraceAsync("tr-00000000000000000000000000000001")).ShouldBeNull();
    }

    [Fact]
    public async Task SearchTraces_WithAFilter_StreamsWhatIsFound()
    {
        await SomeTraceAsync("answer");
        await SomeTraceAsync("other");
        var found = new List<string?>();

        // begin row:mlflow.search_traces
        await foreach (var trace in Mlflow.SearchTracesAsync(filter: "trace.name = 'answer'", maxResults: 5))
        {
            found.Add(trace.Info.Name);
        }
        // end row:mlflow.search_traces

        found.ShouldBe(["answer"]);
    }

    [Fact]
    public async Task TraceTags_SetAndDeleted_ChangeTheTrace()
    {
        var id = await SomeTraceAsync();

        // begin row:mlflow.set_trace_tag
        await Mlflow.SetTraceTagAsync(id, "reviewed", "yes");
        // end row:mlflow.set_trace_tag

        (await StoredAsync(id)).Info.Tags["reviewed"].ShouldBe("yes");

        // begin row:mlflow.delete_trace_tag
        await Mlflow.DeleteTraceTagAsync(id, "reviewed");
        // end row:mlflow.delete_trace_tag

        (await StoredAsync(id)).Info.Tags.Keys.ShouldNotContain("reviewed");
    }

    [Fact]
    public async Task Assessments_FromFirstToLast_AreKept()
    {
        var id = await SomeTraceAsync();

        // begin row:mlflow.log_feedback
        var feedback = await Mlflow.LogFeedbackAsync(id, 0.9, "correctness", rationale: "cites the source");
        // end row:mlflow.log_feedback
        // begin row:mlflow.log_expectation
        var expected = await Mlflow.LogExpectationAsync(id, "answer", "Because.");
        // end row:mlflow.log_expectation
        // begin row:mlflow.log_assessment
        var logged = await Mlflow.LogAssessmentAsync(id, new Feedback
        {
            Name = "safe",
            Value = JsonSerializer.SerializeToElement(true),
            Source = new AssessmentSource(AssessmentSourceType.LlmJudge, "gpt-4o"),
        });
        // end row:mlflow.log_assessment
        // begin row:mlflow.get_assessment
        var read = await Mlflow.GetAssessmentAsync(id, logged.AssessmentId!);
        // end row:mlflow.get_assessment

        read.Name.ShouldBe("safe");

        // begin row:mlflow.update_assessment
        var changed = expected with { Value = JsonSerializer.SerializeToElement("Because of that.") };
        await Mlflow.UpdateAssessmentAsync(id, expected.AssessmentId!, changed);
        // end row:mlflow.update_assessment
        // begin row:mlflow.override_feedback
        var better = await Mlflow.OverrideFeedbackAsync(id, feedback.AssessmentId!, 0.4, rationale: "the source is wrong");
        // end row:mlflow.override_feedback

        better.Overrides.ShouldBe(feedback.AssessmentId);

        // begin row:mlflow.delete_assessment
        await Mlflow.DeleteAssessmentAsync(id, logged.AssessmentId!);
        // end row:mlflow.delete_assessment

        var stored = (await StoredAsync(id)).Info.Assessments;
        stored.Select(static a => a.Name).Order().ShouldBe(["answer", "correctness", "correctness"]);
        stored.OfType<Expectation>().Single().Value.GetString().ShouldBe("Because of that.");
    }

    [Fact]
    public async Task SetExperiment_ByName_TakesTheTracesThatFollow()
    {
        // begin row:mlflow.set_experiment
        Mlflow.SetExperiment("support");
        // end row:mlflow.set_experiment

        try
        {
            var id = await SomeTraceAsync();
            using var client = new MlflowClient(TrackingUri);
            var experiment = await client.GetExperimentByNameAsync("support");
            (await StoredAsync(id)).Info.ExperimentId.ShouldBe(experiment!.ExperimentId);
        }
        finally
        {
            Mlflow.Reset();
        }
    }

    [Fact]
    public async Task Runs_StartedAndEnded_HaveTheirTraces()
    {
        // begin row:mlflow.start_run
        await using (var run = await Mlflow.StartRunAsync("evaluation"))
        {
            Mlflow.StartSpan("question 1").End();
        }
        // end row:mlflow.start_run

        var first = Mlflow.LastActiveTraceId;
        var second = await Mlflow.StartRunAsync("second");

        // begin row:mlflow.active_run
        var active = Mlflow.ActiveRun;
        // end row:mlflow.active_run

        active.ShouldBe(second);

        // begin row:mlflow.end_run
        await Mlflow.EndRunAsync(RunStatus.Failed);
        // end row:mlflow.end_run

        (await StoredAsync(first)).Info.TraceMetadata.Keys.ShouldContain("mlflow.sourceRun");
        using var client = new MlflowClient(TrackingUri);
        (await client.GetRunAsync(second.RunId)).Status.ShouldBe(RunStatus.Failed);
    }
}
