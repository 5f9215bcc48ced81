using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example ChatWithTools, as people run it.</summary>
public sealed class ChatWithToolsTests : IDisposable
{
    private readonly ExampleProgram _example = new("ChatWithTools");

    public void Dispose() => _example.Dispose();

    [Fact]
    public async Task Once_WithoutAKey_LeavesATreeForEachQuestion()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        run.ShouldEndWell();
        var traces = await server.TracesAsync();
        traces.Count.ShouldBe(2);
        TraceShape.Of(traces[0]).ShouldBe(
        [
            "invoke_agent shop assistant AGENT",
            "  chat gpt-4o-mini CHAT_MODEL",
            "    execute_tool find_order TOOL",
            "    execute_tool shipping_price TOOL",
            "  chat gpt-4o-mini CHAT_MODEL",
        ]);
        TraceShape.Of(traces[1]).ShouldBe(
        [
            "invoke_agent shop assistant AGENT",
            "  chat gpt-4o-mini CHAT_MODEL",
            "    execute_tool find_order TOOL ERROR",
            "  chat gpt-4o-mini CHAT_MODEL",
        ]);
        traces.ShouldAllBe(static trace => trace.Info.State == TraceState.Ok);
        traces[1].SearchSpans(SpanType.Tool)[0].StatusDescription!.ShouldContain("There is no order 9999.");
        run.Screen.ShouldContain("Your order 1042, a touring bicycle, frame size 56, left the workshop on Monday, arrives on Thursday. Shipping costs 71.00 euros.");
    }

    [Fact]
    public async Task Once_OfOneConversation_IsOneSessionWithTokensAndCost()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        var traces = await server.TracesAsync();
        traces.Select(static trace => trace.Info.TraceMetadata[MlflowKeys.TraceSession]).Distinct().ShouldHaveSingleItem().ShouldStartWith("chat-");
        foreach (var trace in traces)
        {
            var calls = trace.SearchSpans(SpanType.ChatModel);
            trace.Info.TokenUsage!.InputTokens.ShouldBe(calls.Sum(static call => call.TokenUsage!.InputTokens));
            trace.Info.TokenUsage.OutputTokens.ShouldBe(calls.Sum(static call => call.TokenUsage!.OutputTokens));
            run.Screen.ShouldContain($"{trace.Info.TokenUsage.InputTokens} tokens in, {trace.Info.TokenUsage.OutputTokens} out · $0.0");
        }
    }

    [Fact]
    public async Task Once_OfAStreamedAnswer_HasTheMessagesAndTheTimeToTheFirstChunk()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        var asking = (await server.TracesAsync())[0].SearchSpans(SpanType.ChatModel)[0];
        asking.Inputs!.Value.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("Where is my order 1042, and what would it cost to ship another one to Oslo?");
        asking.Outputs!.Value.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("find_order");
        asking.Attributes.Keys.ShouldContain(GenAiKeys.ResponseTimeToFirstChunk);
        asking.Attributes.Keys.ShouldContain(MlflowKeys.ChatTools);
    }

    [Fact]
    public async Task Once_WithNothingNamed_KeepsTheTracesInAStoreOfItsOwn()
    {
        var run = await _example.RunOnceAsync();

        run.ShouldEndWell();
        run.Screen.ShouldContain("├─ ✓ chat gpt-4o-mini CHAT_MODEL");
        var id = run.Screen.Split("-- get ")[1].Split(' ')[0];
        (await OtelBridgeProcess.RunAsync("get", id, "--json", "--store", _example.Store("chat-with-tools.db"))).ShouldContain("execute_tool find_order");
    }

    [Fact]
    public async Task Once_WhileTheModelServerIsOff_SaysSoAndLeavesTheFailedTrace()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));

        run.ExitCode.ShouldBe(1);
        run.Screen.ShouldContain("127.0.0.1:1 cannot be reached. Check the network and OPENAI_BASE_URL");
        var trace = (await server.TracesAsync()).ShouldHaveSingleItem();
        trace.Info.State.ShouldBe(TraceState.Error);
        TraceShape.Of(trace).ShouldBe(["invoke_agent shop assistant AGENT ERROR", "  chat gpt-4o-mini CHAT_MODEL ERROR"]);
    }

    [Fact]
    public async Task Once_WithAnAddressThatIsNone_SaysHowItIsWritten()
    {
        var run = await _example.RunOnceAsync(("OPENAI_BASE_URL", "the model server"), ("MLFLOW_TRACKING_URI", "grpc://127.0.0.1:1"));

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldBe("ChatWithTools cannot start: OPENAI_BASE_URL is not an address: write it like https://api.openai.com/v1.");
    }

    [Fact]
    public async Task Once_WhileTheTrackingServerIsOff_AnswersAndSaysWhatBecameOfTheSpans()
    {
        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", "grpc://127.0.0.1:1"), ("MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT", "1"), ("MLFLOW_HTTP_REQUEST_TIMEOUT", "1"));

        run.ExitCode.ShouldBe(1);
        run.Screen.ShouldContain("Your order 1042");
        run.Screen.ShouldContain("cannot be read back. What became of the spans: store: 0 sent");
    }

    [Fact]
    public async Task Once_WithColours_IsTheDocumentsPicture()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()), ("FORCE_COLOR", "1"));

        Pictures.DocumentPicture.ShouldShow("chat-with-tools", "dotnet run --project examples/ChatWithTools -- --once", run.Lines);
    }
}
