using System.CommandLine;
using OtelBridge.Benchmarks;

var only = new Option<string>("--only") { Description = "Runs the benchmarks whose figures begin with this text.", DefaultValueFactory = _ => string.Empty };
var quick = new Option<bool>("--quick") { Description = "Fewer rounds and less data: all in under three minutes." };
var report = new Command("report", "Measures, and prints one JSON object.") { only, quick };
report.SetAction((result, cancellationToken) => ReportCommand.RunAsync(
    result.GetValue(only) ?? string.Empty, result.GetValue(quick), Console.Out, cancellationToken));
return await new RootCommand("Benchmarks of OtelBridge. Ratios are taken in one run, since machines are noisy.") { report }.Parse(args).InvokeAsync();
