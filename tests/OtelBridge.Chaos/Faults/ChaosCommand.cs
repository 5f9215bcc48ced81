namespace OtelBridge.Chaos.Faults;

/// <summary>Runs scenarios one after the other.</summary>
internal static class ChaosCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> only, int seconds, TextWriter output)
    {
        var broken = new List<string>();
        foreach (var name in only.Count > 0 ? only : AllScenarios.Names)
        {
            var scenario = AllScenarios.Make(name);
            output.WriteLine($"{name}: {scenario.What}");
            if (scenario.Lacking() is { } lacking)
            {
                if (LeftOut.FaultOf(name, lacking) is { } fault)
                {
                    output.WriteLine($"  WRONG  {fault}");
                    broken.Add(name);
                }
                else
                {
                    output.WriteLine($"  left out, as {LeftOut.Variable} says: {lacking}");
                }

                continue;
            }

            var notes = new ChaosNotes(output.WriteLine);
            try
            {
                await scenario.RunAsync(notes, TimeSpan.FromSeconds(seconds));
            }
            catch (Exception e)
            {
                notes.Wrong(e.ToString());
            }

            notes.Say(notes.Faults.Count == 0 ? "as promised" : $"{notes.Faults.Count} promises broken");
            if (notes.Faults.Count > 0)
            {
                broken.Add(name);
            }
        }

        output.WriteLine(broken.Count == 0 ? "Everything as promised." : $"Broken: {string.Join(", ", broken)}");
        return broken.Count == 0 ? ExitCodes.Ok : ExitCodes.Found;
    }
}
