using System.CommandLine;
using OtelBridge.Fuzz;
using OtelBridge.Fuzz.Targets;

var only = new Option<string[]>("--only") { HelpName = "NAME", Description = "These targets alone.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
only.AcceptOnlyFromAmong([.. AllTargets.Names]);
var seconds = new Option<int>("--seconds") { HelpName = "N", Description = "How long each target is run.", DefaultValueFactory = _ => 60 };
var seed = new Option<int>("--seed") { HelpName = "S", Description = "Repeats the inputs of an earlier run.", DefaultValueFactory = _ => Random.Shared.Next() };
var keep = new Option<bool>("--keep") { Description = "Adds inputs that reach something new to the corpus." };
var plain = new Option<bool>("--plain") { Description = "Runs without marks at branches: faster, and guided by the results of inputs alone." };
var list = new Option<bool>("--list") { Description = "Lists the targets." };
var replay = new Option<string[]>("--replay") { HelpName = "FILE", Description = "Runs these inputs once, on the one target of --only.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var name = new Argument<string>("NAME");
var target = new Command("target", "Runs one target in this process.") { name, seconds, seed, keep };
target.Hidden = true;
target.SetAction(result => TargetRun.Run(result.GetRequiredValue(name), result.GetValue(seconds), result.GetValue(seed), result.GetValue(keep), Console.Out));
var root = new RootCommand("Throws inputs at every decoder and parser of OtelBridge. What should not happen is written to TestResults/fuzz with the command that repeats it.")
{
    only, seconds, seed, keep, plain, list, replay, target,
};
root.SetAction(result =>
{
    var names = result.GetValue(only) ?? [];
    if (result.GetValue(list))
    {
        return Commands.List(Console.Out);
    }

    if (result.GetValue(replay) is not { Length: > 0 } files)
    {
        return Commands.Run(new FuzzOptions(names, result.GetValue(seconds), result.GetValue(seed), result.GetValue(keep), result.GetValue(plain)), Console.Out);
    }

    if (names is not [var single])
    {
        Console.Error.WriteLine("--replay needs one --only NAME.");
        return ExitCodes.Usage;
    }

    return Commands.Replay(single, files, Console.Out);
});
return root.Parse(args).Invoke();
