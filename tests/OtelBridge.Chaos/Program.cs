using System.CommandLine;
using OtelBridge.Chaos.Faults;
using OtelBridge.Chaos.Soak;

var only = new Option<string[]>("--only") { HelpName = "NAME", Description = $"These alone: {string.Join(", ", AllScenarios.Names)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
only.AcceptOnlyFromAmong([.. AllScenarios.Names]);
var seconds = new Option<int>("--seconds") { HelpName = "N", Description = "How long what breaks stays broken.", DefaultValueFactory = _ => 8 };
var chaos = new Command("chaos", "Breaks what is around a server under load, mends it, and holds the server to what it promises.") { only, seconds };
chaos.SetAction(result => ChaosCommand.RunAsync(result.GetValue(only) ?? [], result.GetValue(seconds), Console.Out));
var minutes = new Option<int>("--minutes") { HelpName = "N", Description = "How long the server is loaded.", DefaultValueFactory = _ => 30 };
var folder = new Option<string>("--out") { HelpName = "FOLDER", Description = "Where soak.md and soak.svg are written.", DefaultValueFactory = _ => "TestResults/soak" };
var soak = new Command("soak", "Loads a server with 70 % of what it takes, beside readers, deletions and retention, and says whether it could go on like that for ever.") { minutes, folder };
soak.SetAction(result => SoakCommand.RunAsync(result.GetValue(minutes), result.GetValue(folder)!, Console.Out));
return await new RootCommand("Keeps a server busy, and breaks what is around it.") { chaos, soak }.Parse(args).InvokeAsync();
