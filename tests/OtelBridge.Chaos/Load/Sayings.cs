using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OtelBridge.Chaos.Load;

/// <summary>What was said, and how often. Thread-safe.</summary>
internal sealed partial class Sayings
{
    private const int MostKinds = 50;

    // Bounded: numbers are taken out, and what comes after so many kinds is counted together.
    private readonly ConcurrentDictionary<string, int> _texts = new();

    public int Total => _texts.Values.Sum();

    public IReadOnlyList<string> Lines => [.. _texts.OrderByDescending(static pair => pair.Value).Select(static pair => $"{pair.Value} × {pair.Key}")];

    public void Add(string text)
    {
        var kind = Number().Replace(text, "#");
        _texts.AddOrUpdate(_texts.Count < MostKinds || _texts.ContainsKey(kind) ? kind : "others", 1, static (_, count) => count + 1);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
