using System.CommandLine;
using OtelBridge.Benchmarks;
using OtelBridge.Benchmarks.Search;

var only = new Option<string>("--only") { Description = "Runs the benchmarks whose figures begin with this text.", DefaultValueFactory = _ => string.Empty };
var quick = new Option<bool>("--quick") { Description = "Fewer rounds and less data: a first look." };
var sizes = new Option<int[]>("--sizes")
{
    Description = "Traces in the stores that searches are measured on; --quick takes the smallest alone.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [10_000, 100_000, 1_000_000],
};
var data = new Option<string>("--data") { Description = "Folder that keeps those stores from one run to the next; without it they are made each time." };
var clickHouse = new Option<string>("--clickhouse")
{
    Description = "Address of a store on ClickHouse, clickhouse:http://…, empty or filled by an earlier run: searches are measured on it too.",
};
var report = new Command("report", "Measures, and prints one JSON object.") { only, quick, sizes, data, clickHouse };
report.SetAction((result, cancellationToken) => ReportCommand.RunAsync(
    result.GetValue(only) ?? string.Empty, result.GetValue(quick), result.GetRequiredValue(sizes), result.GetValue(data), result.GetValue(clickHouse), Console.Out, cancellationToken));
var from = new Option<string>("--from") { Description = "A store, e.g. sqlite:a.db.", Required = true };
var to = new Option<string>("--to") { Description = "A store that should hold the same.", Required = true };
var filters = new Option<int>("--filters") { Description = "How many.", DefaultValueFactory = _ => 1000 };
var seed = new Option<int>("--seed") { Description = "The same number makes the same filters.", DefaultValueFactory = _ => 1 };
var alike = new Command("alike", "Asks two stores random filters, and says which are answered differently.") { from, to, filters, seed };
alike.SetAction((result, cancellationToken) => AlikeCommand.RunAsync(
    result.GetRequiredValue(from), result.GetRequiredValue(to), result.GetValue(filters), result.GetValue(seed), Console.Out, cancellationToken));
return await new RootCommand("Benchmarks of OtelBridge. Ratios are taken in one run, since machines are noisy.") { report, alike }.Parse(args).InvokeAsync();
