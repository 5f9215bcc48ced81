// A traced question-answering service over this repository's Markdown files.
//
//   dotnet run --project examples/QuickStart             asks a few questions, shows their traces, then takes yours
//   dotnet run --project examples/QuickStart -- --once   ends after the first part
//
// What it takes to trace a program is the call of AddMlflowTracing below and the spans in Answering/.
using System.CommandLine;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;
using QuickStart.Answering;
using QuickStart.Documents;
using QuickStart.Running;
using QuickStart.Tracing;
using Traces;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var once = new Option<bool>("--once") { Description = "Ends after the first questions instead of serving on." };
var command = new RootCommand("Answers questions over this repository's Markdown files, and traces how.") { once };
command.SetAction(parsed => RunAsync(new RunOptions(parsed.GetValue(once))));

var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Usage: dotnet run --project examples/QuickStart [-- --once]");
    return ExitCodes.Usage;
}

// The host handles Ctrl+C itself.
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

static async Task<int> RunAsync(RunOptions options)
{
    var screen = Screen.Open();
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Configuration["OTEL_SERVICE_NAME"] ??= "quickstart"; // the name under which backends show this program

    try
    {
        var route = SpanRoute.Read(builder.Configuration);
        await using var embedded = route.NeedsEmbeddedStore ? await EmbeddedStore.StartAsync("quickstart.db", route.Collector) : null;
        var model = OpenAIChatModel.FromConfiguration(builder.Configuration) ?? (IChatModel)new ExtractiveChatModel();
        var sections = RepositoryDocuments.Load();
        if (sections.Count == 0)
        {
            throw new FileNotFoundException("there are no Markdown files to answer from; run it inside the repository.");
        }

        StartView.Write(screen, route, embedded, model, sections);

        // Tracing: this is all. Where spans go, and everything else, can also come from the section 'Mlflow' of the
        // configuration or from MLFLOW_* and OTEL_* variables; here only the address of our own store is known to the code alone.
        builder.Services.AddMlflowTracing(tracing => tracing.TrackingUri = embedded?.TrackingUri.ToString());

        builder.Services
            .AddSingleton(options)
            .AddSingleton(screen)
            .AddSingleton(model)
            .AddSingleton(new Bm25Index(sections))
            .AddSingleton(Conversation.Start())
            .AddSingleton<Retriever>()
            .AddSingleton<QuestionAnswering>()
            .AddSingleton<TracePrinter>()
            .AddHostedService<QuickStartService>();
        if (route.ToStore && (embedded?.TrackingUri ?? route.NamedStore) is { } store)
        {
            builder.Services.AddSingleton(_ => new TraceReader(store));
        }

        if (embedded is not null)
        {
            builder.Services.AddSingleton(_ => embedded);
        }

        // The host ends before the store does: spans that are still under way arrive.
        using var host = builder.Build();
        await host.RunAsync();
        return Environment.ExitCode;
    }
    catch (Exception e) when (e is StoreException or ListenException or FormatException or FileNotFoundException)
    {
        Console.Error.WriteLine($"QuickStart cannot start: {e.Message}");
        return ExitCodes.Failure;
    }
}
