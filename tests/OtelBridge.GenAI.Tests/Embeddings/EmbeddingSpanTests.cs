using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Embeddings;

public sealed class EmbeddingSpanTests
{
    [Fact]
    public async Task Call_IsAnEmbeddingSpanWithTextsModelAndTokens()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeGenerator(3).UseMlflowTracing();

        var vectors = await generator.GenerateAsync(["one", "two"], new() { Dimensions = 3 });

        vectors.Count.ShouldBe(2);
        var span = spans["embeddings vectors"];
        span.Type().ShouldBe(SpanType.Embedding);
        span.Kind.ShouldBe(ActivityKind.Client);
        span.Inputs().Compact().ShouldBe("""{"model":"vectors","dimensions":3,"input":["one","two"]}""");
        span.Outputs().Compact().ShouldBe(
            """{"count":2,"dimensions":3,"model":"vectors-2026","data":[{"index":0,"embedding":[0.25,0.25,0.25]},{"index":1,"embedding":[0.25,0.25,0.25]}]}""");
        span.Text(GenAiKeys.OperationName).ShouldBe("embeddings");
        span.Text(GenAiKeys.RequestModel).ShouldBe("vectors");
        span.Text(GenAiKeys.ResponseModel).ShouldBe("vectors-2026");
        span.Text(GenAiKeys.ProviderName).ShouldBe("openai");
        span.Text(MlflowKeys.LlmProvider).ShouldBe("openai");
        span.GetTagItem(GenAiKeys.EmbeddingsDimensionCount).ShouldBe(3L);
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBe(7L);
        span.Json(MlflowKeys.ChatTokenUsage).GetProperty("input_tokens").GetInt64().ShouldBe(7);
        span.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task Vectors_ThatAreMany_AreRecordedWholeAsFarAsTheyFit()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeGenerator(1_536).UseMlflowTracing();

        await generator.GenerateAsync(Enumerable.Repeat("text", 100).ToList());

        var span = spans["embeddings vectors"];
        span.Outputs().GetProperty("count").GetInt32().ShouldBe(100);
        span.Outputs().GetProperty("data").GetArrayLength().ShouldBe(1);
        span.Outputs().GetProperty("data")[0].GetProperty("embedding").GetArrayLength().ShouldBe(1_536);
        span.Outputs().GetProperty("vectors_left_out").GetInt32().ShouldBe(99);
        span.Text(MlflowKeys.SpanOutputs)!.Length.ShouldBeLessThan(32_000);
        span.Inputs().GetProperty("input").GetArrayLength().ShouldBe(100);
        span.GetTagItem(GenAiKeys.EmbeddingsDimensionCount).ShouldBe(1_536L);
    }

    [Fact]
    public async Task Values_ThatCanBeReadOnce_AreReadOnce()
    {
        using var spans = new EndedSpans();
        var inner = new FakeGenerator(2);
        using var generator = inner.UseMlflowTracing();
        var reads = 0;

        await generator.GenerateAsync(Once());

        reads.ShouldBe(1);
        inner.Seen.ShouldBe(["a", "b"]);
        spans["embeddings vectors"].Inputs().GetProperty("input").GetArrayLength().ShouldBe(2);

        IEnumerable<string> Once()
        {
            reads++;
            yield return "a";
            yield return "b";
        }
    }

    [Fact]
    public async Task Values_ThatFail_FailTheCallAsTheyDoUntraced()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeGenerator(2).UseMlflowTracing();

        await Should.ThrowAsync<DivideByZeroException>(() => generator.GenerateAsync(Enumerable.Range(0, 2).Select(static i => $"{1 / i}")));

        spans["embeddings vectors"].Text(OTelKeys.ErrorType).ShouldBe("System.DivideByZeroException");
    }

    [Fact]
    public async Task Texts_ThatAreLarge_AreBounded()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeGenerator(2).UseMlflowTracing();

        await generator.GenerateAsync(Enumerable.Repeat(new string('x', 500_000), 20).ToList());

        spans["embeddings vectors"].Text(MlflowKeys.SpanInputs)!.Length.ShouldBeLessThan(1_100_000);
        spans["embeddings vectors"].Inputs().GetProperty("model").GetString().ShouldBe("vectors");
    }

    [Fact]
    public async Task Call_ThatIsCancelled_EndsItsSpan()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        using var generator = new FakeGenerator(2, static token => Task.Delay(Timeout.Infinite, token)).UseMlflowTracing();

        var call = generator.GenerateAsync(["a"], cancellationToken: cancel.Token);
        Activity.Current.ShouldBeNull();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(EndedSpans.Patience));

        spans["embeddings vectors"].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Generator_WrappedTwice_MakesOneSpan()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeGenerator(2).UseMlflowTracing();

        generator.UseMlflowTracing().ShouldBeSameAs(generator);
        await generator.UseMlflowTracing().GenerateAsync(["a"]);

        spans.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Content_ThatIsNotCaptured_LeavesModelAndTokens()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);
        using var generator = new FakeGenerator(2).UseMlflowTracing();

        await generator.GenerateAsync(["secret"]);

        var span = spans["embeddings vectors"];
        span.GetTagItem(MlflowKeys.SpanInputs).ShouldBeNull();
        span.GetTagItem(MlflowKeys.SpanOutputs).ShouldBeNull();
        span.GetTagItem(GenAiKeys.EmbeddingsDimensionCount).ShouldBe(2L);
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBe(7L);
    }

    [Fact]
    public async Task Texts_PassTheHook()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = static text => text.Replace("secret", "***", StringComparison.Ordinal));
        using var generator = new FakeGenerator(2).UseMlflowTracing();

        await generator.GenerateAsync(["a secret"]);

        spans["embeddings vectors"].Inputs().GetProperty("input")[0].GetString().ShouldBe("a ***");
    }
}
