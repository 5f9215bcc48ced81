using System.Diagnostics;
using Microsoft.Extensions.AI;
using OpenTelemetry;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

/// <summary>Streams that are read and left by several threads, and producers that change what is current.</summary>
public sealed class ChatStreamThreadTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Stream_LeftWhileItsNextChunkIsAwaited_EndsOnceAndLetsTheChunkCome()
    {
        using var spans = new EndedSpans();
        var producer = new Producer();
        using var inner = new ScriptedChatClient { Stream = (_, _) => producer };
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();
        using var around = Activity.Current = new Activity("around").Start();

        var next = reader.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();
        Activity.Current.ShouldBeSameAs(around);
        await Task.Run(async () => await reader.DisposeAsync());
        producer.Next.SetResult(true);

        (await next).ShouldBeTrue();
        Activity.Current.ShouldBeSameAs(around);
        producer.Disposed.ShouldBe(1);
        spans.Names.Count(static n => n == Span).ShouldBe(1);
        spans[Span].Status.ShouldBe(ActivityStatusCode.Ok);
        spans[Span].GetTagItem(MlflowKeys.StreamAbandoned).ShouldBe(true);
    }

    [Fact]
    public async Task Producer_ThatLeavesAnotherSpanCurrentAtOnce_ChangesNothingForTheReader()
    {
        using var spans = new EndedSpans();
        var producer = new Producer { BeforeNext = static () => Activity.Current = new Activity("foreign") };
        using var inner = new ScriptedChatClient { Stream = (_, _) => producer };
        using var around = Activity.Current = new Activity("around").Start();
        await using var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();
        producer.Next.SetResult(true);

        for (var i = 0; i < 3; i++)
        {
            var next = reader.MoveNextAsync();
            next.IsCompletedSuccessfully.ShouldBeTrue();
            Activity.Current.ShouldBeSameAs(around);
            (await next).ShouldBeTrue();
        }

        producer.Seen.ShouldAllBe(static a => a!.DisplayName == Span);
        await reader.DisposeAsync();
        Activity.Current.ShouldBeSameAs(around);
    }

    [Fact]
    public async Task Calls_UnderSuppressedInstrumentation_AreNoSpans()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        using (SuppressInstrumentationScope.Begin())
        {
            await inner.UseMlflowTracing().GetResponseAsync("Hi");
            (await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync()).Count.ShouldBe(3);
        }

        spans.All.ShouldBeEmpty();
        inner.Seen.ShouldAllBe(static a => a == null);
    }

    [Fact]
    public async Task Calls_InParallelOnOneClient_HaveASpanEach()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = static async (_, _) => { await Task.Yield(); return ScriptedChatClient.Answer("Hello"); } };
        var client = new Locked(inner).UseMlflowTracing();

        await Parallel.ForAsync(0, 200, async (i, token) =>
        {
            if (i % 2 == 0)
            {
                await client.GetResponseAsync("Hi", cancellationToken: token);
            }
            else
            {
                await client.GetStreamingResponseAsync("Hi", cancellationToken: token).ToListAsync(token);
            }
        });

        spans.All.Count.ShouldBe(200);
        spans.All.Select(static a => a.SpanId).Distinct().Count().ShouldBe(200);
        spans.All.ShouldAllBe(static a => a.Status == ActivityStatusCode.Ok && a.Said() == "Hello");
    }

    private sealed class Locked(IChatClient inner) : DelegatingChatClient(inner)
    {
        private readonly Lock _gate = new();

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                return base.GetResponseAsync(messages, options, cancellationToken);
            }
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                return base.GetStreamingResponseAsync(messages, options, cancellationToken);
            }
        }
    }

    private sealed class Producer : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
    {
        public TaskCompletionSource<bool> Next { get; } = new();

        public Action? BeforeNext { get; init; }

        public List<Activity?> Seen { get; } = [];

        public int Disposed { get; private set; }

        public ChatResponseUpdate Current { get; } = new(ChatRole.Assistant, "x");

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            Seen.Add(Activity.Current);
            BeforeNext?.Invoke();
            return new(Next.Task);
        }

        public ValueTask DisposeAsync()
        {
            Disposed++;
            return default;
        }
    }
}
