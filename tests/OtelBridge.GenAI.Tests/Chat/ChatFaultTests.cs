using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatFaultTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Fault_OfTheClient_ReachesTheCallerUntouchedAndIsRecorded()
    {
        using var spans = new EndedSpans();
        var fault = new HttpRequestException("The server is away.");
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromException<ChatResponse>(fault) };

        var thrown = await Should.ThrowAsync<HttpRequestException>(() => inner.UseMlflowTracing().GetResponseAsync("Hi"));

        thrown.ShouldBeSameAs(fault);
        var span = spans[Span];
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBe("HttpRequestException: The server is away.");
        span.Text(OTelKeys.ErrorType).ShouldBe("System.Net.Http.HttpRequestException");
        span.Exception().Tags.Single(t => t.Key == OTelKeys.ExceptionMessage).Value.ShouldBe("The server is away.");
        span.Inputs().GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("Hi");
        span.GetTagItem(MlflowKeys.SpanOutputs).ShouldBeNull();
    }

    [Fact]
    public async Task Fault_ThrownBeforeThereIsATask_IsRecordedToo()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = (_, _) => throw new InvalidOperationException("At once.") };

        await Should.ThrowAsync<InvalidOperationException>(() => inner.UseMlflowTracing().GetResponseAsync("Hi"));

        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Fault_OfTheCallersOwnMessages_IsTheCalls()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        static IEnumerable<ChatMessage> Messages()
        {
            yield return new ChatMessage(ChatRole.User, "Hi");
            throw new FormatException("No more.");
        }

        await Should.ThrowAsync<FormatException>(() => inner.UseMlflowTracing().GetResponseAsync(Messages()));

        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("System.FormatException");
        inner.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancellation_WhileItWaits_IsAnErrorLikeAnyOther()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        using var inner = new ScriptedChatClient
        {
            Complete = async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return ScriptedChatClient.Answer("Never");
            },
        };

        var call = inner.UseMlflowTracing().GetResponseAsync("Hi", cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => call)).CancellationToken.ShouldBe(cancel.Token);
        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("System.Threading.Tasks.TaskCanceledException");
        spans[Span].Exception().Name.ShouldBe(OTelKeys.ExceptionEvent);
    }

    [Fact]
    public async Task Error_InTheAnswer_IsTheSpans()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient
        {
            Complete = (_, _) => Task.FromResult(ScriptedChatClient.Answer(new ErrorContent("Overloaded") { ErrorCode = "server_error", Details = "later" })),
        };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Status.ShouldBe(ActivityStatusCode.Error);
        spans[Span].StatusDescription.ShouldBe("Overloaded");
        spans[Span].Text(OTelKeys.ErrorType).ShouldBe("server_error");
        spans[Span].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content")[0].Compact()
            .ShouldBe("""{"type":"error","error":{"message":"Overloaded","code":"server_error","details":"later"}}""");
    }

    [Fact]
    public async Task Refusal_IsAnAnswer()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(ScriptedChatClient.Answer(new ErrorContent("I will not.") { ErrorCode = "Refusal" })) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Status.ShouldBe(ActivityStatusCode.Ok);
        spans[Span].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content")[0].Compact()
            .ShouldBe("""{"type":"refusal","refusal":"I will not."}""");
    }

    [Fact]
    public async Task Answer_ThatIsNoneAtAll_CostsNothing()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult<ChatResponse>(null!) };

        (await inner.UseMlflowTracing().GetResponseAsync("Hi")).ShouldBeNull();

        spans[Span].Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task Metadata_ThatThrow_CostOnlyTheirAttributes()
    {
        using var spans = new EndedSpans();
        using var inner = new ThrowingServices();

        (await inner.UseMlflowTracing().GetResponseAsync("Hi")).Text.ShouldBe("Hello");

        spans.Names.ShouldBe(["chat"]);
    }

    [Fact]
    public async Task Messages_ThatHoldNull_CostOnlyTheirRecord()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        (await inner.UseMlflowTracing().GetResponseAsync([null!])).Text.ShouldBe("Hello");

        spans[Span].Status.ShouldBe(ActivityStatusCode.Ok);
        spans[Span].Text(GenAiKeys.ResponseId).ShouldBe("answer-1");
    }

    private sealed class ThrowingServices : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(ScriptedChatClient.Answer("Hello"));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => ScriptedChatClient.Chunks(cancellationToken, "Hello");

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? throw new InvalidOperationException("No.") : null;

        public void Dispose()
        {
        }
    }
}
