using System.Diagnostics;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using Trace = OtelBridge.Entities.Trace;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>What goes wrong with calls of OpenAI's and Anthropic's clients is on their one span, and every span ends.</summary>
[Collection(TracingCollection.Name)]
public sealed class ChatFaultTests(StoreFixture store)
{
    private static readonly ModelAnswer Long = ModelAnswer.Says("one two three four five six seven eight");

    public static TheoryData<string> Providers => TracedModels.Providers;

    public static TheoryData<string, bool> ProvidersWholeAndStreamed => TracedModels.ProvidersWholeAndStreamed;

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Call_Refused_IsAnErrorWithTheProvidersWords(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Refuses(429, "Slow down."));
        using var program = new TracedProgram(store);

        var refusal = await Should.ThrowAsync<Exception>(() => TracedModels.Of(provider, server).AskAsync(streamed, "Hi"));

        var span = Failed(await program.TraceAsync(), provider);
        span.Text(OTelKeys.ErrorType).ShouldBe(refusal.GetType().FullName);
        span.Exception().ShouldBe((refusal.GetType().FullName, refusal.Message));
        refusal.Message.ShouldContain("Slow down.");
        span.TokenUsage.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_Cut_KeepsWhatCame(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.CutAfter(6));
        using var program = new TracedProgram(store);

        var cut = await Should.ThrowAsync<Exception>(() => TracedModels.Of(provider, server).AskAsync(streamed: true, "Count."));

        var span = Failed(await program.TraceAsync(), provider);
        span.Text(OTelKeys.ErrorType).ShouldBe(cut.GetType().FullName);
        span.AnswerText().ShouldNotBeNull().ShouldStartWith("one two three");
        span.Text(MlflowKeys.StreamAbandoned).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_WithAnErrorInIt_KeepsWhatCameAndTheError(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.FailingAfter(6, "Overloaded for now."));
        using var program = new TracedProgram(store);

        await Should.ThrowAsync<Exception>(() => TracedModels.Of(provider, server).AskAsync(streamed: true, "Count."));

        var span = Failed(await program.TraceAsync(), provider);
        span.AnswerText().ShouldNotBeNull().ShouldStartWith("one two three");
        span.Exception().ShouldNotBeNull().Message.ShouldNotBeNull().ShouldContain("Overloaded for now.");
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Call_Cancelled_IsAnError(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.StalledAfter(streamed ? 6 : 0));
        using var program = new TracedProgram(store);
        using var cancellation = new CancellationTokenSource();

        var asking = TracedModels.Of(provider, server).AskAsync(streamed, "Count.", cancellationToken: cancellation.Token);
        await server.Stalled;
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        var span = Failed(await program.TraceAsync(), provider);
        span.Text(OTelKeys.ErrorType).ShouldBeOneOf(typeof(OperationCanceledException).FullName, typeof(TaskCanceledException).FullName);
        span.Exception().ShouldNotBeNull().Type.ShouldBe(span.Text(OTelKeys.ErrorType));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_LeftEarly_IsWhatCameAndNoError(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long);
        using var program = new TracedProgram(store);
        var before = Activity.Current;

        await foreach (var update in TracedModels.Of(provider, server).GetStreamingResponseAsync("Count."))
        {
            if (update.Text.Contains("two", StringComparison.Ordinal))
            {
                break;
            }
        }

        Activity.Current.ShouldBeSameAs(before);
        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe([$"CHAT_MODEL chat {TracedModels.ModelOf(provider)}"]);
        trace.Spans[0].Text(MlflowKeys.StreamAbandoned).ShouldBe("true");
        trace.Spans[0].AnswerText().ShouldBe("one two");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Streams_SideBySide_KeepToThemselves(string provider)
    {
        const int Count = 8;
        await using var server = await ScriptedModelServer.StartAsync(static request => ModelAnswer.Says($"You said {request.LastUserText} to me."));
        using var program = new TracedProgram(store);
        var client = TracedModels.Of(provider, server);
        using (Mlflow.StartSpan("all"))
        {
            await Task.WhenAll(Enumerable.Range(0, Count).Select(i => client.AskAsync(streamed: true, $"number {i}")));
        }

        var trace = await program.TraceAsync();

        trace.Tree().ShouldBe(["UNKNOWN all", .. Enumerable.Repeat($"  CHAT_MODEL chat {TracedModels.ModelOf(provider)}", Count)]);
        trace.SearchSpans(SpanType.ChatModel).ShouldAllBe(static span =>
            span.AnswerText() == $"You said {span.Inputs!.Value.GetProperty("messages")[0].GetProperty("content").GetString()} to me.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_WithoutUsage_HasNoTokens(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Hi") with { Usage = ModelUsage.Unknown });
        using var program = new TracedProgram(store);

        await TracedModels.Of(TracedModels.OpenAI, server).AskAsync(streamed, "Hi");

        var span = await program.SpanAsync();
        span.AnswerText().ShouldBe("Hi");
        span.Text(MlflowKeys.ChatTokenUsage).ShouldBeNull();
        span.Text(MlflowKeys.LlmCost).ShouldBeNull();
    }

    [Fact]
    public async Task Stream_WithoutChoices_EndsWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync((ModelAnswer.Says("unseen") with { Usage = new ModelUsage(7, 0) }).WithoutChoices());
        using var program = new TracedProgram(store);

        await TracedModels.Of(TracedModels.OpenAI, server).AskAsync(streamed: true, "Hi");

        var span = await program.SpanAsync();
        span.Status.ShouldBe(SpanStatus.Ok);
        span.TokenUsage.ShouldBe(new TokenUsage(7, 0, 7));
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Answer_OfFiveMegabytes_IsKeptWithinTheBound(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says(new string('x', 5 * 1024 * 1024)));
        using var program = new TracedProgram(store, configure: static options => options.MaxContentBytes = 100_000);

        var response = await TracedModels.Of(provider, server).AskAsync(streamed, "Write.");

        response.Text.Length.ShouldBe(5 * 1024 * 1024);
        var span = await program.SpanAsync();
        span.Status.ShouldBe(SpanStatus.Ok);
        span.Outputs!.Value.GetRawText().Length.ShouldBeInRange(1_000, 150_000);
        span.TokenUsage.ShouldNotBeNull();
    }

    private static Span Failed(Trace trace, string provider)
    {
        trace.Tree().ShouldBe([$"CHAT_MODEL chat {TracedModels.ModelOf(provider)} ERROR"]);
        trace.Info.State.ShouldBe(TraceState.Error);
        return trace.Spans[0];
    }
}
