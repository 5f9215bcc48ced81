using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatStreamFaultTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Stream_ThatBreaksInTheMiddle_IsAnErrorWithWhatCame()
    {
        using var spans = new EndedSpans();
        var fault = new IOException("The line was cut.");
        using var inner = new ScriptedChatClient { Stream = (_, _) => ScriptedStreams.Broken(fault) };
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        (await reader.MoveNextAsync()).ShouldBeTrue();
        (await Should.ThrowAsync<IOException>(async () => await reader.MoveNextAsync())).ShouldBeSameAs(fault);
        await reader.DisposeAsync();
        (await reader.MoveNextAsync()).ShouldBeFalse();

        var span = spans[Span];
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.Text(OTelKeys.ErrorType).ShouldBe("System.IO.IOException");
        span.GetTagItem(MlflowKeys.StreamAbandoned).ShouldBeNull();
        span.Said().ShouldBe("Hel");
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Stream_CancelledBeforeOrDuring_IsAnError(int chunksBefore)
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        using var inner = new ScriptedChatClient();
        var read = 0;
        if (chunksBefore == 0)
        {
            await cancel.CancelAsync();
        }

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in inner.UseMlflowTracing().GetStreamingResponseAsync("Hi", cancellationToken: cancel.Token))
            {
                read++;
                await cancel.CancelAsync();
            }
        });

        read.ShouldBe(chunksBefore);
        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("System.OperationCanceledException");
    }

    [Fact]
    public async Task Stream_CancelledByItsReader_StopsTheProducer()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        using var inner = new ScriptedChatClient();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").WithCancellation(cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Stream_CancelledWhileAChunkIsAwaited_IsAnErrorAndLeavesNothingCurrent()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        using var inner = new ScriptedChatClient { Stream = static (_, token) => ScriptedStreams.Waiting(token) };
        using var outer = Mlflow.StartSpan("outer");
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi", cancellationToken: cancel.Token).GetAsyncEnumerator();

        var waits = reader.MoveNextAsync();
        Activity.Current.ShouldBeSameAs(outer.Activity);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await waits);
        await reader.DisposeAsync();

        Activity.Current.ShouldBeSameAs(outer.Activity);
        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("System.Threading.Tasks.TaskCanceledException");
        spans[Span].GetTagItem(MlflowKeys.ChunkCount).ShouldBe(0L);
    }

    [Fact]
    public async Task Stream_WhoseEndFails_IsAnError()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Stream = static (_, _) => ScriptedStreams.FailingToEnd() };
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        await reader.MoveNextAsync();
        await Should.ThrowAsync<IOException>(async () => await reader.DisposeAsync());

        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
        spans[Span].Said().ShouldBe("Hel");
    }

    [Fact]
    public async Task Stream_ThatIsNotSampled_CanBeLeft()
    {
        using var spans = new EndedSpans(o => o.SamplingRatio = 0);
        using var inner = new ScriptedChatClient { Stream = static (_, _) => ScriptedStreams.FailingToEnd() };
        var reader = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        await reader.MoveNextAsync();

        await Should.ThrowAsync<IOException>(async () => await reader.DisposeAsync());
    }

    [Fact]
    public async Task Error_InTheStream_IsTheSpans()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Stream = static (_, _) => ScriptedStreams.Updates(new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("Hel"), new ErrorContent("Overloaded")])) };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
        spans[Span].StatusDescription.ShouldBe("Overloaded");
        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("error");
    }
}
