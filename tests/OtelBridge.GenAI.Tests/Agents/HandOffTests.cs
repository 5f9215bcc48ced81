using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Agents;

public sealed class HandOffTests
{
    [Fact]
    public void Agents_ThatHandOver_RunSideBySideBelowTheRunThatBegan()
    {
        using var spans = new EndedSpans();

        using (var first = MlflowAgent.Start("triage", conversationId: "talk"))
        {
            var second = first.HandOff("billing", inputs: "An invoice.");
            Activity.Current!.DisplayName.ShouldBe("invoke_agent billing");
            var third = second.HandOff("refunds", id: "r-1");
            spans.Names.ShouldBe(["invoke_agent billing"]);
            Mlflow.StartSpan("work").Dispose();
            third.SetOutputs("Refunded.");
        }

        spans.ChildrenOf("invoke_agent triage").ShouldBe(["invoke_agent billing", "invoke_agent refunds"]);
        spans.ChildrenOf("invoke_agent refunds").ShouldBe(["work"]);
        spans["invoke_agent billing"].Inputs().Compact().ShouldBe("\"An invoice.\"");
        spans["invoke_agent refunds"].Text(GenAiKeys.ConversationId).ShouldBe("talk");
        spans["invoke_agent refunds"].Text(GenAiKeys.AgentId).ShouldBe("r-1");
        HandOffsOf(spans["invoke_agent triage"]).ShouldBe([("triage", "billing")]);
        HandOffsOf(spans["invoke_agent billing"]).ShouldBe([("billing", "refunds")]);
        spans.All.ShouldAllBe(static a => a.Status == ActivityStatusCode.Ok);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Agents_ThatAreAwaited_RunSideBySideToo()
    {
        using var spans = new EndedSpans();

        var answer = await MlflowAgent.RunAsync("a", static async a => await a.HandOffAsync("b", static async b =>
        {
            await Task.Yield();
            return await b.HandOffAsync("c", static async _ =>
            {
                await Task.Yield();
                return Activity.Current!.DisplayName;
            });
        }));

        answer.ShouldBe("invoke_agent c");
        spans.ChildrenOf("invoke_agent a").ShouldBe(["invoke_agent b", "invoke_agent c"]);
        spans["invoke_agent a"].Outputs().Compact().ShouldBe("\"invoke_agent c\"");
    }

    [Fact]
    public async Task Fault_OfAnAgentThatWasHandedOverTo_PassesAllWhoWait()
    {
        using var spans = new EndedSpans();

        await Should.ThrowAsync<TimeoutException>(() => MlflowAgent.RunAsync(
            "a", static a => a.HandOffAsync("b", static Task<int> (_) => throw new TimeoutException())));

        spans.All.ShouldAllBe(static s => s.Status == ActivityStatusCode.Error);
        spans["invoke_agent b"].Events.Count(static e => e.Name == OTelKeys.ExceptionEvent).ShouldBe(1);
    }

    [Fact]
    public async Task Run_ThatAHandOffLeavesOpen_EndsWithTheBody()
    {
        using var spans = new EndedSpans();

        await MlflowAgent.RunGroupAsync("team", static _ => MlflowAgent.RunAsync("a", static async a =>
        {
            a.HandOff("b");
            await Task.Yield();
            await a.HandOffAsync("c", static _ => Task.CompletedTask);
        }));

        spans.Names.ShouldBe(["invoke_agent c", "invoke_agent b", "invoke_agent a", "invoke_workflow team"]);
        spans.ChildrenOf("invoke_workflow team").ShouldBe(["invoke_agent a", "invoke_agent b", "invoke_agent c"]);
        spans.All.ShouldAllBe(static a => a.GetTagItem(MlflowKeys.SpanOutputs) == null);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Group_HoldsItsAgentsAndThoseTheyHandOverTo()
    {
        using var spans = new EndedSpans();

        var answer = await MlflowAgent.RunGroupAsync(
            "team",
            static async group =>
            {
                await MlflowAgent.RunAsync("writer", static _ => Task.FromResult("draft"));
                using (var critic = MlflowAgent.Start("critic"))
                {
                    critic.HandOff("editor").SetOutputs("final");
                }

                Activity.Current!.DisplayName.ShouldBe("invoke_workflow team");
                return "final";
            },
            inputs: "Write.",
            conversationId: "talk");

        answer.ShouldBe("final");
        spans["invoke_workflow team"].Type().ShouldBe(SpanType.Workflow);
        spans["invoke_workflow team"].Text(GenAiKeys.WorkflowName).ShouldBe("team");
        spans.ChildrenOf("invoke_workflow team").ShouldBe(["invoke_agent writer", "invoke_agent critic", "invoke_agent editor"]);
        spans["invoke_agent editor"].Text(GenAiKeys.ConversationId).ShouldBe("talk");
        HandOffsOf(spans["invoke_agent critic"]).ShouldBe([("critic", "editor")]);
        spans.All.Select(static a => a.TraceId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Streams_ThatHandOver_AreOneStreamAndRunsSideBySide()
    {
        using var spans = new EndedSpans();
        var read = new List<string>();

        await foreach (var word in MlflowAgent.RunStreaming("a", static a => First(a)))
        {
            read.Add(word);
        }

        read.ShouldBe(["one", "two", "three"]);
        spans.ChildrenOf("invoke_agent a").ShouldBe(["invoke_agent b", "invoke_agent c"]);
        spans["invoke_agent b"].Outputs().Compact().ShouldBe("\"twothree\"");
        HandOffsOf(spans["invoke_agent b"]).ShouldBe([("b", "c")]);
        Activity.Current.ShouldBeNull();

        static async IAsyncEnumerable<string> First(MlflowAgentRun run)
        {
            await Task.Yield();
            yield return "one";
            await foreach (var word in run.HandOffStreaming("b", Second))
            {
                yield return word;
            }
        }

        static async IAsyncEnumerable<string> Second(MlflowAgentRun run)
        {
            yield return "two";
            await foreach (var word in run.HandOffStreaming("c", static _ => Third()))
            {
                yield return word;
            }
        }

        static async IAsyncEnumerable<string> Third()
        {
            await Task.Yield();
            yield return "three";
        }
    }

    [Fact]
    public void Agents_OfATraceThatIsNotSampled_StartNoTraceOfTheirOwn()
    {
        using var spans = new EndedSpans(static o => o.SamplingRatio = 0);

        using (var first = MlflowAgent.Start("a"))
        {
            first.Span.IsRecording.ShouldBeFalse();
            first.HandOff("b").HandOff("c").SetOutputs("done");
        }

        spans.All.ShouldBeEmpty();
        Activity.Current.ShouldBeNull();
    }

    private static IEnumerable<(string?, string?)> HandOffsOf(Activity span) => span.Events
        .Where(static e => e.Name == MlflowKeys.HandOffEvent)
        .Select(static e => e.Tags.ToDictionary(static t => t.Key, static t => t.Value as string))
        .Select(static t => (t[MlflowKeys.HandOffFrom], t[MlflowKeys.HandOffTo]));
}
