using System.Diagnostics;
using System.Globalization;

namespace OtelBridge.Chaos.Faults;

/// <summary>What a scenario has to say, and what was not as it should be.</summary>
internal sealed class ChaosNotes(Action<string> say)
{
    private readonly List<string> _faults = []; // bounded by the checks of a scenario
    private readonly long _start = Stopwatch.GetTimestamp();

    public IReadOnlyList<string> Faults => _faults;

    public void Say(string text) => say(string.Create(CultureInfo.InvariantCulture, $"  {Stopwatch.GetElapsedTime(_start).TotalSeconds,5:0.0} s  {text}"));

    public void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            Wrong(otherwise);
        }
    }

    public void Wrong(string text)
    {
        _faults.Add(text);
        Say($"WRONG  {text}");
    }
}
