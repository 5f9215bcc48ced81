using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatStreamTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Stream_ReadToItsEnd_IsASpanWithTheWholeAnswer()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        var chunks = await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        chunks.ToChatResponse().Text.ShouldBe("Hello");
        var span = spans[Span];
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.Text(MlflowKeys.SpanInputs).ShouldBe("""{"messages":[{"role":"user","content":"Hi"}],"model":"gpt-test","stream":true}""");
        span.Text(MlflowKeys.SpanOutputs).ShouldBe(
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"id":"answer-1","object":"chat.completion","model":"gpt-test-2026","usage":"""
            + """{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""");
        span.GetTagItem(GenAiKeys.RequestStream).ShouldBe(true);
        span.Text(MlflowKeys.ChatTokenUsage).ShouldBe("""{"input_tokens":3,"output_tokens":2,"total_tokens":5}""");
        span.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(3L);
        span.GetTagItem(MlflowKeys.ChunksLeftOut).ShouldBeNull();
        span.GetTagItem(MlflowKeys.StreamAbandoned).ShouldBeNull();
        span.GetTagItem(GenAiKeys.ResponseTimeToFirstChunk).ShouldBeOfType<double>().ShouldBeInRange(0, span.Duration.TotalSeconds);
        span.Events.Select(e => e.Name).ShouldBe(["mlflow.chunk.item.0", "mlflow.chunk.item.1", "mlflow.chunk.item.2"]);
        span.Events.First().Tags.Single(t => t.Key == MlflowKeys.ChunkValue).Value
            .ShouldBe("""{"id":"answer-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}""");
    }

    [Fact]
    public async Task Stream_LeftEarly_IsOkWithWhatCame()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        using var outer = Mlflow.StartSpan("outer");
        var before = Activity.Current;

        await foreach (var _ in inner.UseMlflowTracing().GetStreamingResponseAsync("Hi"))
        {
            Activity.Current.ShouldBeSameAs(before);
            break;
        }

        Activity.Current.ShouldBeSameAs(before);
        var span = spans[Span];
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.GetTagItem(MlflowKeys.StreamAbandoned).ShouldBe(true);
        span.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(1L);
        span.Said().ShouldBe("Hel");
    }

    [Fact]
    public async Task Stream_ThatIsNotSampled_ComesThroughWhole()
    {
        using var spans = new EndedSpans(o => o.SamplingRatio = 0);
        using var inner = new ScriptedChatClient();
        var client = inner.UseMlflowTracing();

        (await client.GetStreamingResponseAsync("Hi").ToListAsync()).Count.ShouldBe(3);
        (await client.GetResponseAsync("Hi")).Text.ShouldBe("Hello");

        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_ThatNobodyReads_IsNoCall()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        var stream = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi");
        await stream.GetAsyncEnumerator().DisposeAsync();

        inner.Asked.ShouldBeEmpty();
        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_ReadTwice_IsTwoCalls()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var stream = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi");

        await stream.ToListAsync();
        await stream.ToListAsync();

        spans.Names.ShouldBe([Span, Span]);
        spans.All.Select(static span => span.Said()).ShouldBe(["Hello", "Hello"]);
    }

    [Fact]
    public async Task Streams_SideBySide_DoNotMeet()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var client = inner.UseMlflowTracing();
        using var outer = Mlflow.StartSpan("outer");
        var first = client.GetStreamingResponseAsync("Hi").GetAsyncEnumerator();
        var second = client.GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        var more = true;
        while (more)
        {
            more = await first.MoveNextAsync() && await second.MoveNextAsync();
            Activity.Current.ShouldBeSameAs(outer.Activity);
        }

        await second.DisposeAsync();
        await first.DisposeAsync();

        spans.All.Select(s => s.ParentSpanId).Distinct().ShouldBe([outer.Activity!.SpanId]);
        spans.All.Select(static span => span.Said()).ShouldBe(["Hello", "Hello"]);
    }

    [Fact]
    public async Task Stream_OfAProducerWithSpans_HasThemInside()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Stream = static (_, _) => ScriptedStreams.WithSpans() };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        spans.ChildrenOf(Span).ShouldBe(["step", "step", "end"]);
    }

    [Fact]
    public async Task Producer_ThatLeavesNothingCurrent_FindsItsSpanAgain()
    {
        using var spans = new EndedSpans();
        var seen = new List<string?>();
        using var inner = new ScriptedChatClient { Stream = (_, _) => new Forgetful(seen) };
        using var outer = Mlflow.StartSpan("outer");

        await foreach (var _ in inner.UseMlflowTracing().GetStreamingResponseAsync("Hi"))
        {
            Activity.Current.ShouldBeSameAs(outer.Activity);
        }

        Activity.Current.ShouldBeSameAs(outer.Activity);
        seen.ShouldBe([Span, Span, Span]);
    }

    [Fact]
    public async Task Consumer_ThatChangesItsOwnSpan_KeepsIt()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        using var outer = Mlflow.StartSpan("outer");
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        await reader.MoveNextAsync();
        using (var mine = Mlflow.StartSpan("mine"))
        {
            await reader.MoveNextAsync();
            Activity.Current.ShouldBeSameAs(mine.Activity);
            await reader.DisposeAsync();
            Activity.Current.ShouldBeSameAs(mine.Activity);
        }

        spans["mine"].ParentSpanId.ShouldBe(outer.Activity!.SpanId);
        spans[Span].ParentSpanId.ShouldBe(outer.Activity.SpanId);
    }

    [Fact]
    public async Task Stream_WithToolCallsAndThoughts_IsPutTogether()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient
        {
            Stream = static (_, _) => ScriptedStreams.Updates(
                new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("Let ")]),
                new ChatResponseUpdate(null, [new TextReasoningContent("me see.")]),
                new ChatResponseUpdate(null, [new FunctionCallContent("call-1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" })]),
                new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls }),
        };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        spans[Span].Outputs().GetProperty("choices")[0].Compact().ShouldBe(
            """{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Let me see.","tool_calls":["""
            + """{"id":"call-1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},"finish_reason":"tool_calls"}""");
    }

    [Fact]
    public async Task Stream_OfTenThousandChunks_KeepsCountsAndABoundedNumberOfEvents()
    {
        using var spans = new EndedSpans(o => o.GenAI.MaxChunkEvents = 10);
        using var inner = new ScriptedChatClient { Stream = static (_, token) => ScriptedChatClient.Chunks(token, [.. Enumerable.Repeat("x", 10_000)]) };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        var span = spans[Span];
        span.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(10_001L);
        span.GetTagItem(MlflowKeys.ChunksLeftOut).ShouldBe(9_991L);
        span.Events.Count().ShouldBe(10);
        span.Said()!.Length.ShouldBe(10_000);
    }

    [Fact]
    public async Task Stream_LargerThanASpan_KeepsItsBeginningCountsAndReason()
    {
        using var spans = new EndedSpans(o => o.MaxContentBytes = 4096);
        using var inner = new ScriptedChatClient { Stream = static (_, token) => ScriptedChatClient.Chunks(token, [.. Enumerable.Repeat(new string('x', 1000), 100)]) };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        var span = spans[Span];
        span.Text(MlflowKeys.SpanOutputs)!.Length.ShouldBeLessThanOrEqualTo(4096);
        span.Said()!.ShouldEndWith("…[truncated]");
        span.Outputs().GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        span.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(101L);
        span.GetTagItem(GenAiKeys.OutputTokens).ShouldBe(2L);
        span.Events.Count().ShouldBeLessThan(5);
    }

    [Fact]
    public async Task Stream_ThatIsForgotten_EndsWhenItIsCollected()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        await BeginAsync(inner.UseMlflowTracing());
        for (var i = 0; i < 50 && spans.All.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
            SpinWait.SpinUntil(() => spans.All.Count > 0, 100);
        }

        spans[Span].GetTagItem(MlflowKeys.StreamAbandoned).ShouldBe(true);
        spans[Span].Said().ShouldBe("Hel");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task BeginAsync(IChatClient client)
    {
        var reader = client.GetStreamingResponseAsync("Hi").GetAsyncEnumerator();
        await reader.MoveNextAsync();
    }

    /// <summary>A producer that is no async method, so that what it makes current stays so.</summary>
    private sealed class Forgetful(List<string?> seen) : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
    {
        public ChatResponseUpdate Current { get; } = new(ChatRole.Assistant, "x");

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            seen.Add(Activity.Current?.DisplayName);
            Activity.Current = null;
            return new(seen.Count < 3);
        }

        public ValueTask DisposeAsync() => default;
    }
}
