using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class McpToolTests
{
    [Fact]
    public async Task ToolOfAnMcpServer_IsCalledThroughTheWrapper_ByTheNameItWasGiven()
    {
        using var spans = new EndedSpans();
        await WithTools(async tools =>
        {
            AIFunction traced = tools.Single(static t => t.Name == "greet").WithName("say_hello").UseMlflowTracing();

            var result = await traced.InvokeAsync(new() { ["who"] = "Ada" });

            result.ShouldNotBeNull();
            traced.GetService<McpClientTool>().ShouldNotBeNull();
        });

        var span = spans["execute_tool say_hello"];
        span.Inputs().Compact().ShouldBe("""{"who":"Ada"}""");
        span.Text(MlflowKeys.SpanOutputs)!.ShouldContain("Hello Ada");
        span.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task ToolOfAnMcpServer_ThatAnswersWithAnError_IsAnError()
    {
        using var spans = new EndedSpans();
        await WithTools(static async tools =>
        {
            var traced = tools.UseMlflowTracing().OfType<AIFunction>().Single(static t => t.Name == "fail");
            await traced.InvokeAsync();
        });

        var span = spans["execute_tool fail"];
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.Text(OTelKeys.ErrorType).ShouldBe("tool_error");
    }

    private static async Task WithTools(Func<IList<McpClientTool>, Task> use)
    {
        Pipe toServer = new(), toClient = new();
        await using var server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()),
            new McpServerOptions
            {
                ToolCollection =
                [
                    McpServerTool.Create((string who) => $"Hello {who}", new() { Name = "greet" }),
                    McpServerTool.Create(() => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "out of order" }] }, new() { Name = "fail" }),
                ],
            });
        using var stop = new CancellationTokenSource(EndedSpans.Patience);
        var running = server.RunAsync(stop.Token);
        await using (var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), cancellationToken: stop.Token))
        {
            await use(await client.ListToolsAsync(cancellationToken: stop.Token));
        }

        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(EndedSpans.Patience);
    }
}
