using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>ModelContextProtocol 2.3.1: its tools as functions of ours, and its own spans on both sides of the wire.</summary>
[Collection(TracingCollection.Name)]
public sealed class McpTests(StoreFixture store)
{
    [Fact]
    public async Task Tool_Traced_IsOneToolWithTheServersBelow()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("ask"))
        {
            (await pair["weather"].UseMlflowTracing().InvokeAsync(new AIFunctionArguments { ["city"] = "Bern" })).ShouldNotBeNull();
        }

        var trace = await program.TraceAsync();

        trace.Tree().ShouldBe(["UNKNOWN ask", "  TOOL execute_tool weather", "    TOOL tools/call weather"]);
        var tool = trace.Spans[1];
        tool.Inputs!.Value.GetProperty("city").GetString().ShouldBe("Bern");
        tool.Outputs!.Value.ToString().ShouldContain("Rain in Bern");
        tool.Text(GenAiKeys.ToolName).ShouldBe("weather");
        tool.Text(GenAiKeys.ToolDescription).ShouldBe("Says the weather.");
        // The client's side of the protocol says what it knows on the span of the tool; the other span is the server's.
        tool.Text(GenAiKeys.McpMethodName).ShouldBe("tools/call");
        trace.Spans[2].Text(GenAiKeys.McpMethodName).ShouldBe("tools/call");
    }

    [Fact]
    public async Task Tool_CalledBare_IsTracedByItsOwnSpans()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("ask"))
        {
            await pair["weather"].InvokeAsync(new AIFunctionArguments { ["city"] = "Bern" });
        }

        var trace = await program.TraceAsync();

        trace.Tree().ShouldBe(["UNKNOWN ask", "  TOOL tools/call weather", "    TOOL tools/call weather"]);
        trace.Spans[1].Text(GenAiKeys.ToolName).ShouldBe("weather");
    }

    [Fact]
    public async Task Tool_OnTheServer_RunsInTheTraceThatAsked()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        string asked;
        object? seen;
        using (var root = Mlflow.StartSpan("ask"))
        {
            asked = root.Activity!.TraceId.ToHexString();
            seen = await pair["trace"].UseMlflowTracing().InvokeAsync();
        }

        seen.ShouldNotBeNull().ToString().ShouldNotBeNull().ShouldContain(asked);
        (await program.TraceAsync()).Tree().ShouldBe(["UNKNOWN ask", "  TOOL execute_tool trace", "    TOOL tools/call trace"]);
    }

    [Fact]
    public async Task Tool_ThatFailsOnTheServer_IsAnErrorOnEverySpanOfIt()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("ask"))
        {
            await pair["broken"].UseMlflowTracing().InvokeAsync();
        }

        var trace = await program.TraceAsync();

        trace.Tree().ShouldBe(["UNKNOWN ask", "  TOOL execute_tool broken ERROR", "    TOOL tools/call broken ERROR"]);
        trace.Spans.Skip(1).ShouldAllBe(static span => span.Text(OTelKeys.ErrorType) == "tool_error");
    }

    [Fact]
    public async Task Listing_OfTools_IsItsOwnSpans()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("ask"))
        {
            (await pair.Client.ListToolsAsync()).Count.ShouldBe(3);
        }

        var trace = await program.TraceAsync();

        trace.Tree().ShouldBe(["UNKNOWN ask", "  UNKNOWN tools/list", "    UNKNOWN tools/list"]);
    }

    [Fact]
    public async Task Library_SwitchedOff_LeavesOurSpanAlone()
    {
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store, GenAILibraries.All & ~GenAILibraries.Mcp);
        using (Mlflow.StartSpan("ask"))
        {
            await pair["weather"].UseMlflowTracing().InvokeAsync(new AIFunctionArguments { ["city"] = "Bern" });
        }

        (await program.TraceAsync()).Tree().ShouldBe(["UNKNOWN ask", "  TOOL execute_tool weather"]);
    }
}
