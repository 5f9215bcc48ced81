using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class ReadmeSnippets : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_TraceYourProgram_Runs()
    {
        using var tracing = MlflowTracing.Init(static o => o.Export = ExportMode.None);
        var builder = WebApplication.CreateSlimBuilder();
        var (question, index, model) = ("What is a span?", new Index(), new Model());

        // begin readme-trace
        builder.Services.AddMlflowTracing();                         // in a host; MlflowTracing.Init() in a program without one

        [Trace(SpanType = SpanType.Retriever)]                       // a method: every call is a span
        Task<string[]> Search(string question, int count = 3) => index.SearchAsync(question, count);

        using (var span = Mlflow.StartSpan("answer", SpanType.Chain, new { question }))        // a block
        {
            var documents = await Search(question);
            var text = await Mlflow.TraceAsync("chat", () => model.AskAsync(question, documents), SpanType.ChatModel, new { question, documents });
            span.SetOutputs(text);
        }
        // end readme-trace

        (await Search(question)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task SdkReadme_TraceAProgram_Runs()
    {
        var question = "What is a span?";
        string[] Search(string text) => [text];
        Task<string> AskModel(string text, string[] documents) => Task.FromResult($"{text} {documents.Length}");

        // begin sdk-readme-trace
        using var tracing = MlflowTracing.Init(o => o.ExperimentName = "support");

        var answer = await Mlflow.TraceAsync("answer", async span =>
        {
            Mlflow.UpdateCurrentTrace(session: "s-1", user: "ada");
            var documents = Mlflow.Trace("retrieve", () => Search(question), SpanType.Retriever, new { question });
            using var model = Mlflow.StartSpan("chat", SpanType.ChatModel, new { question, documents });
            var text = await AskModel(question, documents);
            model.SetOutputs(text).SetTokenUsage(120, 45);
            return text;
        }, SpanType.Chain, new { question });
        // end sdk-readme-trace

        answer.ShouldBe("What is a span? 1");
    }

    [Fact]
    public void SdkReadme_InAHost_Registers()
    {
        var builder = WebApplication.CreateSlimBuilder();

        // begin sdk-readme-host
        builder.Services.AddMlflowTracing(o => o.Sources.Add("MyCompany.*"));
        // end sdk-readme-host

        builder.Services.ShouldContain(static service => service.ServiceType == typeof(MlflowTracing));
    }

    [Fact]
    public async Task ServerReadme_InAProgram_Listens()
    {
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(_folder.Path);
        try
        {
            // begin server-readme-embedded
            await using var server = await OtelBridgeServer.StartAsync(new OtelBridgeServerOptions
            {
                Store = "sqlite:traces.db",
                Grpc = ListenAddress.AnyLoopbackPort,
                OtlpHttp = null,
                Http = null,
            });
            Console.WriteLine(server.GrpcAddress);
            // end server-readme-embedded

            server.GrpcAddress!.Port.ShouldBeGreaterThan(0);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private sealed class Index
    {
        public Task<string[]> SearchAsync(string question, int count) => Task.FromResult(Enumerable.Repeat(question, count).ToArray());
    }

    private sealed class Model
    {
        public Task<string> AskAsync(string question, string[] documents) => Task.FromResult($"{documents.Length} document");
    }
}
