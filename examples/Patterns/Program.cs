// The patterns of MLflow's tracing guides, in .NET.
//
//   dotnet run --project examples/Patterns                                          runs all of them and prints their traces
//   dotnet run --project examples/Patterns -- batch mixed                           runs these
//   dotnet run --project examples/Patterns -- --tracking-uri http://localhost:5000  sends them to that server and reads them back from it
using System.CommandLine;
using System.Text;
using OtelBridge;
using Patterns.Running;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var trackingUri = new Option<string?>("--tracking-uri")
{
    Description = "grpc://HOST:PORT of an OtelBridge store, or http://HOST:PORT of an MLflow server; a store of its own that ends with the program when absent.",
};
var names = new Argument<string[]>("patterns") { Description = "Which to run; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. PatternCatalog.All.Select(static pattern => pattern.Name)]);
var command = new RootCommand("Runs the patterns of MLflow's tracing guides and prints the traces that they make.") { trackingUri, names };
command.SetAction(parsed => RunAsync(parsed.GetValue(trackingUri), parsed.GetValue(names) ?? []));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string? trackingUri, string[] names)
{
    await using var store = trackingUri is null ? await TemporaryStore.StartAsync() : null;
    var address = trackingUri ?? store?.TrackingUri;
    try
    {
        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = address;
            options.ExperimentName = "Patterns";
        });
        using var client = new MlflowClient(address);
        foreach (var pattern in PatternCatalog.All.Where(pattern => names.Length == 0 || names.Contains(pattern.Name)))
        {
            await RunPatternAsync(pattern, client);
        }

        return 0;
    }
    catch (MlflowException e)
    {
        Console.Error.WriteLine($"{address} cannot be asked: {e.Message}");
        return 1;
    }
}

static async Task RunPatternAsync(Pattern pattern, MlflowClient client)
{
    Console.WriteLine();
    Console.WriteLine($"{pattern.Name}: {pattern.Summary}");
    var result = await pattern.RunAsync(client);
    await Mlflow.FlushAsync();
    foreach (var note in result.Notes)
    {
        Console.WriteLine($"  {note}");
    }

    foreach (var id in result.TraceIds)
    {
        Console.WriteLine((await client.GetTraceAsync(id)).ToTree());
    }
}
