// A web service that answers questions over a handbook, traced from the request to the feedback.
//
//   dotnet run --project examples/RagService             listens on http://127.0.0.1:5080
//   dotnet run --project examples/RagService -- --once   asks itself one question, gives feedback, shows the trace, ends
//
//   curl http://127.0.0.1:5080/ask --json '{"question":"How long is the warranty of a frame?","session":"s-1"}'
//   curl http://127.0.0.1:5080/feedback --json '{"traceId":"tr-…","helpful":true,"comment":"Short and right."}'
//   curl http://127.0.0.1:5080/health
//
// OPENAI_API_KEY and OPENAI_BASE_URL choose who answers; Models__Chat and Models__Embeddings which models. Without them a scripted server in this program answers.
using System.Text;
using ChatModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;
using RagService.Answering;
using RagService.Corpus;
using RagService.Http;
using RagService.Running;
using Traces;

const string Once = "--once";
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var once = args.Contains(Once);
var builder = WebApplication.CreateBuilder([.. args.Where(static argument => argument != Once)]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Configuration["urls"] ??= once ? "http://127.0.0.1:0" : "http://127.0.0.1:5080";
builder.Configuration["OTEL_SERVICE_NAME"] ??= "rag-service"; // the name under which backends show this program

try
{
    await using var home = await TraceHome.OpenAsync(builder.Configuration, "rag-service.db");
    await using var models = await ModelEndpoint.OpenAsync(builder.Configuration, HandbookScript.Create());
    Console.WriteLine($"models   {models.Description}");
    home.Describe(Console.Out);

    // Where traces go, and what becomes of them: a tracking server, which also takes the feedback, and a collector if the environment names one.
    builder.Services.AddMlflowTracing(options =>
    {
        options.TrackingUri = home.TrackingUri;
        options.EnableDualExport = true;
    });
    builder.Services.AddHealthChecks().AddMlflowTracing();

    builder.Services
        .AddSingleton(models)
        .AddSingleton(models.Chat(builder.Configuration["Models:Chat"] ?? "gpt-4o-mini"))
        .AddSingleton(models.Embeddings(builder.Configuration["Models:Embeddings"] ?? "text-embedding-3-small"))
        .AddMlflowGenAI() // traces the two above
        .AddSingleton(Handbook.Load())
        .AddSingleton<Retriever>()
        .AddSingleton<QuestionAnswering>()
        .AddHostedService<IndexingService>();

    await using var app = builder.Build();
    app.MapRagService();
    await app.StartAsync();
    Console.WriteLine($"listens  {app.Urls.First()}");
    if (once)
    {
        return await SelfQuestion.RunAsync(new Uri(app.Urls.First()), home);
    }

    await app.WaitForShutdownAsync();
    return ExitCodes.Ok;
}
catch (Exception e) when (e is StoreException or ListenException or FormatException or IOException)
{
    Console.Error.WriteLine($"RagService cannot start: {e.Message}");
    return ExitCodes.Failure;
}
