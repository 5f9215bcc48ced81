using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Seeding;
using OtelBridge.Store.Ingest;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge seed</c>: fills a store with made-up traces, to try things out and to measure.</summary>
internal sealed class SeedCommand
{
    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int RequestsAtOnce = 4;

    private readonly Option<string> _store = new("--store") { HelpName = "ADDRESS", Description = "The store to fill, e.g. sqlite:demo.db.", Required = true };

    private readonly Option<int> _traces = new("--traces") { HelpName = "N", Description = "How many traces, of ten spans each.", DefaultValueFactory = static _ => 1000 };

    private readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "The same number makes the same traces.", DefaultValueFactory = static _ => 1 };

    private readonly Option<string> _experiment = new("--experiment") { HelpName = "ID", Description = "The experiment they belong to.", DefaultValueFactory = static _ => "0" };

    public SeedCommand()
    {
        Command = new Command("seed", "Fills a store with made-up traces of GenAI programs.") { _store, _traces, _seed, _experiment };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(_traces);
        if (count < 1)
        {
            throw new UsageException($"--traces: {count} is not at least 1.");
        }

        await using var store = await MaskFile.OpenStoreAsync(parsed.GetRequiredValue(_store), cancellationToken);
        var experiment = parsed.GetRequiredValue(_experiment);
        if (await store.Experiments.FindAsync(experiment, cancellationToken) is null)
        {
            throw new UsageException($"--experiment: there is no experiment '{experiment}' in this store.");
        }

        await FillAsync(new TraceIngestor(store, PriceFile.FromEnvironment()), new SeedTraces(parsed.GetValue(_seed)), count, experiment, cancellationToken);
        Progress("indexing the text", 0, 0);
        await store.FinishIndexAsync(cancellationToken);
        Console.Error.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} traces of {SeedTraces.SpansPerTrace} spans are in {store.Description}."));
        return ExitCodes.Ok;
    }

    private static async Task FillAsync(TraceIngestor ingestor, SeedTraces traces, int count, string experiment, CancellationToken cancellationToken)
    {
        var running = new Queue<Task<IngestResult>>(RequestsAtOnce);
        for (var made = 0; made < count;)
        {
            if (running.Count == RequestsAtOnce)
            {
                await running.Dequeue();
            }

            var size = Math.Min(TracesPerRequest, count - made);
            var request = traces.Request(size);
            running.Enqueue(Task.Run(() => ingestor.IngestAsync(request, experiment, cancellationToken), cancellationToken));
            made += size;
            if (made / TracesPerRequest % 20 == 0)
            {
                Progress("traces", made, count);
            }
        }

        await Task.WhenAll(running);
    }

    private static void Progress(string what, int done, int all)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write(all == 0 ? $"\r{what} …                    " : string.Create(CultureInfo.InvariantCulture, $"\r{done} of {all} {what}"));
        }
    }
}
