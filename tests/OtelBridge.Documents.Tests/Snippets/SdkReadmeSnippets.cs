namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>What the README of the SDK shows of the functions that need a server.</summary>
public sealed class SdkReadmeSnippets : AgainstAServer
{
    [Fact]
    public async Task SdkReadme_BeyondSingleSpans_Runs()
    {
        var question = "What is a span?";
        Task AnswerAsync(string text) => Mlflow.TraceAsync("answer", () => Task.FromResult(text));

        // begin sdk-readme-beyond
        var pow = Mlflow.Trace(Math.Pow);                                  // any delegate; inputs {"x":2,"y":3}
        using var job = Mlflow.StartSpanNoContext("job");                  // never current: end it on any thread

        using (Mlflow.UseSession(session: "s-1", user: "ada"))             // for every trace that starts inside, of any instrumentation
        await using (var run = await Mlflow.StartRunAsync("evaluation"))   // those traces are linked to the run
        {
            await AnswerAsync(question);
        }

        Mlflow.SetExperiment("support");                                   // looked up, or made, before its first span is sent
        Mlflow.Configure(span => span.SetAttribute("password", null));     // on every span before it is sent
        var trace = await Mlflow.GetTraceAsync(Mlflow.LastActiveTraceId!);
        await Mlflow.LogFeedbackAsync(Mlflow.LastActiveTraceId!, 0.9, "correctness");
        // end sdk-readme-beyond

        Mlflow.Reset();
        pow(2, 3).ShouldBe(8);
        trace!.Info.TraceMetadata["mlflow.trace.session"].ShouldBe("s-1");
        trace.Info.TraceMetadata.Keys.ShouldContain("mlflow.sourceRun");
    }
}
