using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Tests.Tools;

namespace OtelBridge.GenAI.Tests.Agents;

public sealed class AgentStreamTests
{
    [Fact]
    public async Task Stream_IsOneRun_CurrentForTheAgentAndNotForTheReader()
    {
        using var spans = new EndedSpans();
        var outside = new List<string?>();

        await foreach (var _ in MlflowAgent.RunStreaming("writer", static _ => Words(), inputs: "Write."))
        {
            outside.Add(Activity.Current?.DisplayName);
        }

        outside.ShouldBe([null, null]);
        var span = spans["invoke_agent writer"];
        span.Inputs().Compact().ShouldBe("\"Write.\"");
        span.Outputs().Compact().ShouldBe("\"Hello world\"");
        span.Type().ShouldBe(SpanType.Agent);
        spans.ChildrenOf("invoke_agent writer").ShouldBe(["word", "word"]);
    }

    [Fact]
    public async Task Stream_ThatIsLeftEarly_IsOkWithWhatCame()
    {
        using var spans = new EndedSpans();

        await foreach (var _ in MlflowAgent.RunStreaming("writer", static _ => Words()))
        {
            break;
        }

        var span = spans["invoke_agent writer"];
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.Outputs().Compact().ShouldBe("\"Hello \"");
        span.GetTagItem(MlflowKeys.StreamAbandoned).ShouldBe(true);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Stream_ThatFails_KeepsWhatCame()
    {
        using var spans = new EndedSpans();

        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in MlflowAgent.RunStreaming("writer", static _ => Words(fails: true)))
            {
            }
        });

        spans["invoke_agent writer"].Status.ShouldBe(ActivityStatusCode.Error);
        spans["invoke_agent writer"].Outputs().Compact().ShouldBe("\"Hello world\"");
    }

    [Fact]
    public async Task Stream_ThatIsCancelled_EndsItsSpan()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in MlflowAgent.RunStreaming("writer", static _ => Endless()).WithCancellation(cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        spans["invoke_agent writer"].Status.ShouldBe(ActivityStatusCode.Error);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Items_ThatTheReaderChanges_AreRecordedAsTheyCame()
    {
        using var spans = new EndedSpans();
        static async IAsyncEnumerable<List<int>> Items()
        {
            await Task.Yield();
            yield return [1];
            yield return [2, 3];
        }

        await foreach (var item in MlflowAgent.RunStreaming("counter", static _ => Items()))
        {
            item.Clear();
        }

        spans["invoke_agent counter"].Outputs().Compact().ShouldBe("[[1],[2,3]]");
    }

    [Fact]
    public async Task Items_LargerThanWhatIsRecorded_AreCutAsAListIs()
    {
        using var spans = new EndedSpans(static o => o.MaxContentBytes = 1024);
        static async IAsyncEnumerable<string[]> Items()
        {
            for (var i = 0; i < 100; i++)
            {
                await Task.Yield();
                yield return [new string('x', 100)];
            }
        }

        (await MlflowAgent.RunStreaming("long", static _ => Items()).ToListAsync()).Count.ShouldBe(100);

        spans["invoke_agent long"].Text(MlflowKeys.SpanOutputs)!.Length.ShouldBeLessThanOrEqualTo(1024);
        spans["invoke_agent long"].Outputs().GetArrayLength().ShouldBeInRange(2, 20);
    }

    [Fact]
    public async Task UpdatesOfAChat_AreRecordedAsItsAnswer()
    {
        using var spans = new EndedSpans();
        using var model = new ScriptedModel(ScriptedModel.Says("All is well.")).UseMlflowTracing();

        await foreach (var _ in MlflowAgent.RunStreaming("chatty", _ => model.GetStreamingResponseAsync("How?")))
        {
        }

        spans["invoke_agent chatty"].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("All is well.");
        spans.ChildrenOf("invoke_agent chatty").Count().ShouldBe(1);
    }

    private static async IAsyncEnumerable<string> Words(bool fails = false)
    {
        foreach (var word in (string[])["Hello ", "world"])
        {
            await Task.Yield();
            Mlflow.StartSpan("word").Dispose();
            yield return word;
        }

        if (fails)
        {
            throw new InvalidOperationException("no more words");
        }
    }

    private static async IAsyncEnumerable<string> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return "and ";
            await Task.Delay(1, cancellationToken);
        }
    }
}
