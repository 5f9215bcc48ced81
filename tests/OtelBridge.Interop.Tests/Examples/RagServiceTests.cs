using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example RagService, as people run it.</summary>
public sealed class RagServiceTests : IDisposable
{
    private const string Question = "How many years of warranty does a frame have?";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly string[] AskTree =
    [
        "ask CHAIN",
        "  retrieve RETRIEVER",
        "    embeddings text-embedding-3-small EMBEDDING",
        "  chat gpt-4o-mini CHAT_MODEL",
    ];

    private readonly ExampleProgram _example = new("RagService");

    public void Dispose() => _example.Dispose();

    [Fact]
    public async Task Ask_OverHttp_AnswersWithTheIdOfATraceOfAllSteps()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri());
        using var http = await ListeningAsync(process);

        using var response = await http.PostAsJsonAsync("ask", new { question = Question, session = "s-7" });

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        answer["text"]!.ToString().ShouldBe("Frames have a warranty of ten years, forks of five, and all other parts of two years. Wear of tyres, chains and brake pads is not covered. [1]");
        var trace = await StoredAsync(server, process, answer["traceId"]!.ToString());
        TraceShape.Of(trace).ShouldBe(AskTree);
        trace.Info.TraceMetadata[MlflowKeys.TraceSession].ShouldBe("s-7");
        trace.Info.TokenUsage!.TotalTokens.ShouldBe(trace.Spans.Where(static span => span.SpanType is SpanType.ChatModel or SpanType.Embedding).Sum(static span => span.TokenUsage!.TotalTokens));
        using var cost = JsonDocument.Parse(trace.Info.TraceMetadata[MlflowKeys.TraceCost]);
        cost.RootElement.GetProperty(MlflowKeys.TotalCost).GetDecimal().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Ask_Retrieves_DocumentsInTheFormThatMlflowShows()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri());
        using var http = await ListeningAsync(process);

        using var response = await http.PostAsJsonAsync("ask", new { question = Question });

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        var documents = (await StoredAsync(server, process, answer["traceId"]!.ToString())).SearchSpans(SpanType.Retriever).ShouldHaveSingleItem().Outputs!.Value;
        documents.GetArrayLength().ShouldBe(3);
        documents[0].GetProperty("page_content").GetString().ShouldStartWith("Frames have a warranty of ten years");
        documents[0].GetProperty("metadata").GetProperty("doc_uri").GetString().ShouldBe("handbook.md#warranty");
        documents[0].GetProperty("id").GetString().ShouldBe("handbook:2");
    }

    [Fact]
    public async Task Ask_WithATraceparent_JoinsTheCallersTrace()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri());
        using var http = await ListeningAsync(process);
        using var request = new HttpRequestMessage(HttpMethod.Post, "ask") { Content = JsonContent.Create(new { question = Question }) };
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");

        using var response = await http.SendAsync(request);

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        answer["traceId"]!.ToString().ShouldBe($"tr-{TraceId}");
        (await StoredAsync(server, process, $"tr-{TraceId}")).SearchSpans(name: "ask").ShouldHaveSingleItem().ParentId.ShouldBe("b7ad6b7169203331");
    }

    [Fact]
    public async Task Feedback_OnAnAnswer_IsStoredWithItsTrace()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri());
        using var http = await ListeningAsync(process);
        using var response = await http.PostAsJsonAsync("ask", new { question = Question });
        var traceId = (await response.Content.ReadFromJsonAsync<JsonNode>())!["traceId"]!.ToString();

        using var given = await http.PostAsJsonAsync("feedback", new { traceId, helpful = true, comment = "Short and right.", user = "mara" });

        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        var feedback = (await StoredAsync(server, process, traceId)).SearchAssessments<Feedback>("helpful").ShouldHaveSingleItem();
        feedback.Value!.Value.GetBoolean().ShouldBeTrue();
        (feedback.Rationale, feedback.Source).ShouldBe(("Short and right.", new AssessmentSource(AssessmentSourceType.Human, "mara")));
    }

    [Theory]
    [InlineData("feedback", """{"traceId":"tr-00000000000000000000000000000001","helpful":false}""", HttpStatusCode.NotFound)]
    [InlineData("feedback", """{"helpful":false}""", HttpStatusCode.BadRequest)]
    [InlineData("ask", """{"question":" "}""", HttpStatusCode.BadRequest)]
    [InlineData("ask", "no JSON", HttpStatusCode.BadRequest)]
    public async Task Request_ThatCannotBeAnswered_IsRefused(string path, string body, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri());
        using var http = await ListeningAsync(process);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Ask_WhileTheModelServerIsOff_IsABadGatewayWithTheTraceOfTheFailure()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var process = Start(server.TrackingUri(), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));
        using var http = await ListeningAsync(process);

        using var response = await http.PostAsJsonAsync("ask", new { question = Question });

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        problem["detail"]!.ToString().ShouldContain("127.0.0.1:1 cannot be reached.");
        (await http.GetStringAsync(new Uri("health", UriKind.Relative))).ShouldBe("Healthy");
        var trace = await StoredAsync(server, process, problem["traceId"]!.ToString());
        TraceShape.Of(trace).ShouldBe(["ask CHAIN ERROR", "  embeddings text-embedding-3-small EMBEDDING ERROR"]);
    }

    [Fact]
    public async Task Ask_WhileTheTrackingServerIsOff_AnswersAllTheSame()
    {
        await using var process = Start("grpc://127.0.0.1:1");
        using var http = await ListeningAsync(process);

        using var response = await http.PostAsJsonAsync("ask", new { question = Question });
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        using var feedback = await http.PostAsJsonAsync("feedback", new { traceId = answer["traceId"]!.ToString(), helpful = true });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        feedback.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task Start_WithAnAddressThatIsNone_SaysHowItIsWritten()
    {
        var run = await _example.RunOnceAsync(("OPENAI_BASE_URL", "ftp://models"), ("MLFLOW_TRACKING_URI", "grpc://127.0.0.1:1"));

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("RagService cannot start: OPENAI_BASE_URL is not an address");
    }

    [Fact]
    public async Task Once_WithNothingNamed_AsksItselfAndShowsTheTraceWithItsFeedback()
    {
        var run = await _example.RunOnceAsync();

        run.ShouldEndWell();
        run.Screen.ShouldContain("└─ ✓ customer CHAIN");
        run.Screen.ShouldContain("   └─ ✓ ask CHAIN");
        run.Screen.ShouldContain("helpful true by customer: Short and right.");
    }

    [Fact]
    public async Task Once_WithColours_IsTheDocumentsPicture()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", server.TrackingUri()), ("FORCE_COLOR", "1"));

        Pictures.DocumentPicture.ShouldShow("rag-service", "dotnet run --project examples/RagService -- --once", run.Lines);
    }

    private ChildProcess Start(string trackingUri, params (string Name, string Value)[] environment) =>
        _example.Start(["--urls", "http://127.0.0.1:0"], [("MLFLOW_TRACKING_URI", trackingUri), .. environment]);

    /// <summary>A client of the service, once it has said where it listens.</summary>
    private static async Task<HttpClient> ListeningAsync(ChildProcess process)
    {
        while (true)
        {
            if (await process.ReadLineAsync() is var line && line.StartsWith("listens", StringComparison.Ordinal))
            {
                return new HttpClient { BaseAddress = new Uri(line["listens".Length..].Trim()) };
            }
        }
    }

    /// <summary>A trace of the service, which ends before: so everything it traced has been sent.</summary>
    private static async Task<Trace> StoredAsync(ServerUnderTest server, ChildProcess process, string traceId)
    {
        await ChildProcess.RunAsync("sh", ["-c", $"kill -INT {process.Id}"]);
        (await process.WaitForExitAsync()).ShouldBe(0);
        using var client = new MlflowClient(server.TrackingUri());
        return await client.GetTraceAsync(traceId);
    }
}
