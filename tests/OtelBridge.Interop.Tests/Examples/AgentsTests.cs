using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example Agents, as people run it: handoffs and a group chat.</summary>
public sealed class AgentsTests : IDisposable
{
    private const string Chat = "chat gpt-4o-mini CHAT_MODEL";

    private readonly ExampleProgram _example = new("Agents");

    public void Dispose() => _example.Dispose();

    [Fact]
    public async Task Handoff_FromAgentToAgent_IsOneSpanBesideTheOther()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        run.ShouldEndWell();
        var traces = await server.TracesAsync();
        traces.Count.ShouldBe(3);
        TraceShape.Of(traces[0]).ShouldBe(
        [
            "invoke_workflow bicycle shop WORKFLOW",
            "  invoke_agent Triage AGENT",
            $"    {Chat}",
            "      execute_tool transfer_to_refunds TOOL",
            "  invoke_agent Refunds AGENT",
            $"    {Chat}",
            "      execute_tool find_order TOOL",
            $"    {Chat}",
            "      execute_tool issue_refund TOOL",
            $"    {Chat}",
        ]);
        run.Screen.ShouldContain("Refunds: I am sorry that the pedals did not fit. Your refund R-1042 of 42.90 euros is on its way.");
        TraceShape.Of(traces[1]).ShouldBe(
        [
            "invoke_workflow bicycle shop WORKFLOW",
            "  invoke_agent Refunds AGENT",
            $"    {Chat}",
            "      execute_tool transfer_to_triage TOOL",
            "  invoke_agent Triage AGENT",
            $"    {Chat}",
            "      execute_tool transfer_to_sales TOOL",
            "  invoke_agent Sales AGENT",
            $"    {Chat}",
            "      execute_tool find_price TOOL",
            $"    {Chat}",
        ]);
        run.Screen.ShouldContain("Sales: We have one that fits into a saddlebag, for 24.50 euros.");
    }

    [Fact]
    public async Task Handoff_TwoRequestsOfOneCustomer_AreOneSessionWithTokensAndCost()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        var traces = await server.TracesAsync();
        var session = traces[0].Info.TraceMetadata[MlflowKeys.TraceSession];
        session.ShouldStartWith("customer-");
        traces[1].Info.TraceMetadata[MlflowKeys.TraceSession].ShouldBe(session);
        traces[2].Info.TraceMetadata.ContainsKey(MlflowKeys.TraceSession).ShouldBeFalse();
        foreach (var trace in traces)
        {
            trace.Info.TokenUsage!.TotalTokens.ShouldBe(trace.SearchSpans(SpanType.ChatModel).Sum(static call => call.TokenUsage!.TotalTokens));
            using var cost = JsonDocument.Parse(trace.Info.TraceMetadata[MlflowKeys.TraceCost]);
            cost.RootElement.GetProperty(MlflowKeys.TotalCost).GetDecimal().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task GroupChat_WithAManager_AsksItBeforeEachTurn()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()));

        string[] turn = ["  invoke_agent Manager AGENT", $"    {Chat}"];
        string[] writer = ["  invoke_agent Writer AGENT", $"    {Chat}"];
        string[] critic = ["  invoke_agent Critic AGENT", $"    {Chat}"];
        TraceShape.Of((await server.TracesAsync())[2]).ShouldBe(
            ["invoke_workflow writers' room WORKFLOW", .. turn, .. writer, .. turn, .. critic, .. turn, .. writer, .. turn, .. critic, .. turn]);
        run.Lines.Where(static line => line.StartsWith("Writer: ", StringComparison.Ordinal) || line.StartsWith("Critic: ", StringComparison.Ordinal)).ShouldBe(
        [
            "Writer: A bicycle for every road.",
            "Critic: Say how long it lasts: the warranty is missing.",
            "Writer: A bicycle for every road, and for the ten years that its frame is under warranty.",
            "Critic: APPROVED",
        ]);
    }

    [Fact]
    public async Task GroupChat_InTurns_NeedsNoManager()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunAsync(["--once", "--round-robin"], ("MLFLOW_TRACKING_URI", server.TrackingUri()));

        run.ShouldEndWell();
        TraceShape.Of((await server.TracesAsync())[2]).Where(static line => line.StartsWith("  invoke", StringComparison.Ordinal)).ShouldBe(
            ["  invoke_agent Writer AGENT", "  invoke_agent Critic AGENT", "  invoke_agent Writer AGENT", "  invoke_agent Critic AGENT"]);
    }

    [Fact]
    public async Task Once_WhileTheModelServerIsOff_SaysSoAndLeavesTheFailedTrace()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));

        run.ExitCode.ShouldBe(1);
        run.Screen.ShouldContain("127.0.0.1:1 cannot be reached.");
        TraceShape.Of((await server.TracesAsync()).ShouldHaveSingleItem()).ShouldBe(
            ["invoke_workflow bicycle shop WORKFLOW ERROR", "  invoke_agent Triage AGENT ERROR", $"    {Chat} ERROR"]);
    }

    [Fact]
    public async Task Once_WithAnAddressThatIsNone_SaysHowItIsWritten()
    {
        var run = await _example.RunOnceAsync(("OPENAI_BASE_URL", "localhost"), ("MLFLOW_TRACKING_URI", "grpc://127.0.0.1:1"));

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("OPENAI_BASE_URL is not an address: write it like https://api.openai.com/v1.");
    }

    [Fact]
    public async Task Once_WithColours_IsTheDocumentsPictures()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()), ("FORCE_COLOR", "1"));

        const string Command = "dotnet run --project examples/Agents -- --once";
        Pictures.DocumentPicture.ShouldShow("agents-handoff", Command, run.Lines, ..2);
        Pictures.DocumentPicture.ShouldShow("agents-group-chat", Command, run.Lines, 2..);
    }
}
