using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.TestSupport;
using OtelBridge.Testing;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>What docs/testing.md shows: tests of a program, here of one that answers by a model that was recorded.</summary>
public sealed class TestingSnippets
{
    private static readonly AITool Weather = AIFunctionFactory.Create(GetWeather, "get_weather", "The weather of a city.");

    // begin testing-first
    [Fact]
    public async Task Answer_LooksForTheWeather()
    {
        using var capture = TraceCapture.Start();

        await AnswerAsync("Do I need an umbrella in Oslo?");

        var trace = await capture.WaitForTraceAsync();
        trace.ShouldHaveTree("""
            AGENT answer
              TOOL get_weather
            """);
    }
    // end testing-first

    [Fact]
    public async Task Trace_LookedAt_ShowsWhatWasSaid()
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.UseSession("s-1", "ada"))
        {
            await AnswerAsync("Do I need an umbrella in Oslo?");
        }

        // begin testing-look
        var trace = await capture.WaitForTraceAsync("answer");

        var tool = trace.Find("get_weather", SpanType.Tool);              // the one span; FindAll for several
        var city = tool.Inputs!.Value.GetProperty("city").GetString();    // inputs, outputs and attributes are JSON
        var parent = tool.Parent!.Name;
        var session = trace.Session;                                      // and User, Tags, Tokens, Cost
        Console.WriteLine(trace);                                         // the tree, as ShouldHaveTree takes it
        // end testing-look

        (city, parent, session).ShouldBe(("Oslo", "answer", "s-1"));
    }

    [Fact]
    public async Task Assertions_OfEachKind_Pass()
    {
        using var capture = TraceCapture.Start();
        await AnswerAsync("Do I need an umbrella in Oslo?");
        using (var call = Mlflow.StartSpan("call", SpanType.ChatModel))
        {
            call.SetTokenUsage(129, 21);
        }

        var trace = (await capture.WaitForTracesAsync(2))[0];
        var priced = capture.Traces[1];

        // begin testing-assert
        trace.ShouldHaveTree("""
            AGENT answer
              TOOL get_*
            """);
        trace.ShouldHaveNoErrors().ShouldHaveNoOpenSpans();
        trace.Find(type: SpanType.Tool)
            .ShouldHaveInputs("""{ "city": "Oslo" }""")
            .ShouldHaveOutputs("\"Rain in Oslo.\"")
            .ShouldHaveAttribute("mlflow.spanFunctionName", "GetWeather");
        priced.ShouldHaveTokens(input: 129, output: 21);
        // end testing-assert
    }

    [Fact]
    public async Task Golden_OfAnAnswer_Matches()
    {
        using var capture = TraceCapture.Start();
        await AnswerAsync("Do I need an umbrella in Oslo?");
        var trace = await capture.WaitForTraceAsync();

        // begin testing-golden
        trace.ShouldMatchGolden();
        // end testing-golden

        // begin testing-ignored
        trace.ShouldMatchGolden("Golden/umbrella.json", new GoldenTraceOptions
        {
            IgnoredAttributes = { "order.*" },
            IgnoredPaths = { "$.inputs.now", "$.outputs..id" },
        });
        // end testing-ignored
    }

    // begin testing-record
    [Fact]
    public async Task Chat_AboutTheWeather_AsksForATool()
    {
        using var capture = TraceCapture.Start();
        var model = ModelRecording.Open().Over(CreateRealClient).UseMlflowTracing();

        var response = await model.GetResponseAsync("Do I need an umbrella in Oslo?", new ChatOptions { Tools = [Weather] });

        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        (await capture.WaitForTraceAsync()).ShouldHaveTree("CHAT_MODEL chat gpt-4o-mini").ShouldHaveTokens(input: 52, output: 15);
    }
    // end testing-record

    [Fact]
    public async Task Redact_HidesNames()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("calls.json");
        await ModelRecording.Open(file, new ModelRecordingOptions { Record = true, Redact = Hide }).Over(new Echo()).GetResponseAsync("I am Ada.");

        // begin testing-redact
        var recording = ModelRecording.Open(file, new ModelRecordingOptions { Redact = text => text.Replace("Ada", "(name)", StringComparison.Ordinal) });
        // end testing-redact

        (await recording.Over(new Echo()).GetResponseAsync("I am Ada.")).Text.ShouldBe("I am (name).");

        static string Hide(string text) => text.Replace("Ada", "(name)", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_AskedThroughTheHandler_IsCaptured()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMlflowTracing(static options => options.Export = ExportMode.None);
        await using var app = builder.Build();
        app.MapGet("/answer", static (string question) => AnswerAsync(question));
        await app.StartAsync();

        // begin testing-host
        using var capture = TraceCapture.Start();
        using var client = new HttpClient(capture.CreateHandler(new SocketsHttpHandler())) { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetStringAsync("/answer?question=umbrella");

        (await capture.WaitForTraceAsync()).ShouldHaveNoErrors();
        // end testing-host
    }

    private static Task<string> AnswerAsync(string question) => Mlflow.TraceAsync("answer", async () =>
    {
        await Task.Yield();
        return GetWeather("Oslo") + " Yes.";
    }, SpanType.Agent, new { question });

    [Trace(Name = "get_weather", SpanType = SpanType.Tool)]
    private static string GetWeather(string city) => $"Rain in {city}.";

    private static IChatClient CreateRealClient() => throw new InvalidOperationException("A replay makes no client.");

    private sealed class Echo : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Last().Text)));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
