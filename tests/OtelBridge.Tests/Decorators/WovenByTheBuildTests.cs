using System.Diagnostics;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Decorators;

/// <summary>This assembly is woven by its own build, with the targets of the package.</summary>
public sealed class WovenByTheBuildTests
{
    [Fact]
    public async Task TracedMethods_OfThisAssembly_AreOneTrace()
    {
        var ended = new List<Activity>();
        using var listener = Listen(ended);

        var answer = await AnswerAsync("why", "hush");

        answer.ShouldBe("because why");
        ended.Select(span => span.DisplayName).ShouldBe(["Find", "answer"]);
        ended[0].ParentSpanId.ShouldBe(ended[1].SpanId);
        ended[1].GetTagItem("mlflow.spanType").ShouldBe(SpanType.Chain);
        ended[1].GetTagItem("mlflow.spanInputs").ShouldBe("""{"question":"why"}""");
        ended[1].GetTagItem("mlflow.spanOutputs").ShouldBe("\"because why\"");
    }

    [Fact]
    public void BuildWithoutChanges_HasAStampNewerThanTheWovenAssembly()
    {
        // tests/OtelBridge.Tests/bin/Release/net10.0 -> tests/OtelBridge.Tests/obj/Release/net10.0
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Tests", "bin"), AppContext.BaseDirectory);
        var compiled = RepositoryFolder.File("tests", "OtelBridge.Tests", "obj", place);

        File.GetLastWriteTimeUtc(Path.Combine(compiled, "OtelBridge.Tests.OtelBridge.woven"))
            .ShouldBeGreaterThanOrEqualTo(File.GetLastWriteTimeUtc(Path.Combine(compiled, "OtelBridge.Tests.dll")));
    }

    [Fact]
    public void TracedGetter_OfAValueThatIsRecorded_StartsNoSpanOfItsOwn()
    {
        var ended = new List<Activity>();
        using var listener = Listen(ended);

        new Mirror().Opposite.ShouldNotBeNull();

        var span = ended.ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("Opposite");
        ((string?)span.GetTagItem("mlflow.spanOutputs")).ShouldNotBeNull().ShouldStartWith("""{"Opposite":{"Opposite":""");
    }

    [Trace("answer", SpanType = SpanType.Chain)]
    private static async Task<string> AnswerAsync(string question, [TraceIgnore] string secret)
    {
        await Task.Yield();
        return Find(question) + secret[4..];
    }

    [Trace]
    private static string Find(string question) => $"because {question}";

    private static ActivityListener Listen(List<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "OtelBridge",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Each value has another one: a span for each would beget spans without end.</summary>
    private sealed class Mirror
    {
        public Mirror Opposite
        {
            [Trace]
            get => new();
        }
    }
}
