using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtelBridge.Export;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Testing.Tests.Capturing;

/// <summary>Hosts answer requests on threads that know no test.</summary>
[Collection(ProcessWide.Name)]
public sealed class HostTests
{
    [Fact]
    public async Task CreateHandler_WithHostsSideBySide_CapturesEachOnesOwnRequests()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(Ask));

        static async Task Ask(int number)
        {
            using var capture = TraceCapture.Start();
            await using var app = await StartAsync(static _ => { });
            using var client = new HttpClient(capture.CreateHandler(new SocketsHttpHandler())) { BaseAddress = new Uri(app.Urls.Single()) };

            (await client.GetStringAsync($"/ask?question=q{number}")).ShouldBe($"q{number}!");

            var trace = await capture.WaitForTraceAsync();
            trace.ShouldHaveTree("""
                CHAIN ask
                  TOOL think
                """);
            trace.Root.ShouldHaveInputs($$"""{"question":"q{{number}}"}""");
            capture.Traces.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task CreateHandler_InsideASpan_PutsTheHostsSpansBelowIt()
    {
        using var capture = TraceCapture.Start();
        await using var app = await StartAsync(static _ => { });
        using var client = new HttpClient(capture.CreateHandler(new SocketsHttpHandler())) { BaseAddress = new Uri(app.Urls.Single()) };
        using (Mlflow.StartSpan("test"))
        {
            await client.GetStringAsync("/ask?question=why");
        }

        (await capture.WaitForTraceAsync()).ShouldHaveTree("""
            UNKNOWN test
              CHAIN ask
                TOOL think
            """);
    }

    [Fact]
    public async Task StartForProcess_WithAHost_CapturesItsRequestsAndNotOtherTests()
    {
        await using var app = await StartAsync(static _ => { });
        using var capture = TraceCapture.StartForProcess();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Task another;
        using (ExecutionContext.SuppressFlow())
        {
            another = Task.Run(OfAnotherTest);
        }

        await another;

        await client.GetStringAsync("/ask?question=why");

        (await capture.WaitForTraceAsync()).ShouldHaveTree("""
            CHAIN ask
              TOOL think
            """);
        capture.Traces.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Capture_OfAHostWithDestinationAndMask_ExportsNothingAndMasks()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var app = await StartAsync(options =>
        {
            options.Export = ExportMode.Collector;
            options.CollectorEndpoint = collector.GrpcEndpoint;
            options.Masks.Add(new MaskRule { JsonPath = "$.question" });
        });
        using var capture = TraceCapture.Start();
        using var client = new HttpClient(capture.CreateHandler(new SocketsHttpHandler())) { BaseAddress = new Uri(app.Urls.Single()) };

        await client.GetStringAsync("/ask?question=secret");

        var trace = await capture.WaitForTraceAsync();
        trace.Root.Inputs!.Value.GetRawText().ShouldNotContain("secret");
        var flush = await app.Services.GetRequiredService<MlflowTracing>().FlushAsync();
        flush.Destinations.Sum(destination => destination.Sent).ShouldBe(0);
        app.Services.GetRequiredService<MlflowTracing>().Delivery.ShouldAllBe(delivery => delivery.Sent == 0 && delivery.Queued == 0);
        collector.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Capture_BesideRequestsThatItDoesNotCapture_LeavesThemToTheirDestination()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var app = await StartAsync(options =>
        {
            options.Export = ExportMode.Collector;
            options.CollectorEndpoint = collector.GrpcEndpoint;
        });
        using var capture = TraceCapture.Start();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        await client.GetStringAsync("/ask?question=why");

        (await app.Services.GetRequiredService<MlflowTracing>().FlushAsync()).IsComplete.ShouldBeTrue();
        collector.Spans.Select(span => span.Name).ShouldBe(["ask", "think"], ignoreOrder: true);
        capture.Traces.ShouldBeEmpty();
    }

    private static async Task OfAnotherTest()
    {
        await Task.Yield();
        using var capture = TraceCapture.Start();
        Mlflow.StartSpan("of another test").Dispose();
        await capture.WaitForTraceAsync();
    }

    private static async Task<WebApplication> StartAsync(Action<MlflowTracingOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddMlflowTracing(options =>
        {
            options.Export = ExportMode.None;
            configure(options);
        });
        var app = builder.Build();
        app.MapGet("/ask", async (string question) =>
        {
            using var span = Mlflow.StartSpan("ask", SpanType.Chain, new { question });
            await Task.Yield();
            using var step = Mlflow.StartSpan("think", SpanType.Tool);
            return question + "!";
        });
        await app.StartAsync();
        return app;
    }
}
