using System.Text.RegularExpressions;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>What a run of the example printed and ended with.</summary>
internal sealed partial record QuickStartRun(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    /// <summary>Everything on the screen.</summary>
    public string Screen => string.Join('\n', Lines);

    /// <summary>The traces that it printed as trees.</summary>
    public IReadOnlyList<ShownTrace> Traces()
    {
        var traces = new List<(string Id, bool IsOk, List<string> Spans)>();
        foreach (var line in Lines)
        {
            if (TraceLine().Match(line) is { Success: true } trace)
            {
                traces.Add((trace.Groups["id"].Value, trace.Groups["state"].Value == "OK", []));
            }
            else if (traces.Count > 0 && SpanLine().Match(line) is { Success: true } span)
            {
                traces[^1].Spans.Add($"{span.Groups["name"].Value} {span.Groups["type"].Value}");
            }
        }

        return [.. traces.Select(trace => new ShownTrace(trace.Id, trace.IsOk, trace.Spans))];
    }

    /// <summary>The value on the line that begins with a name, such as the address beside <c>gRPC</c>.</summary>
    public string Fact(string name) => Lines.Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal))[name.Length..].Trim();

    [GeneratedRegex("^(?<id>tr-[0-9a-f]{32})  (?<state>OK|not OK)  ")]
    private static partial Regex TraceLine();

    [GeneratedRegex(@"^[│├└─\s]*(?<name>\w+)  (?<type>[A-Z_]+)  [0-9.]+ ms  (OK|ERROR)")]
    private static partial Regex SpanLine();
}
