namespace OtelBridge.Probing;

/// <summary>What the checks of one target have found so far.</summary>
internal sealed class ProbeNotes(string name)
{
    private const int MaxQuoted = 160;

    // As many as there are checks.
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public bool HasError => _findings.Any(static f => f.Outcome == FindingOutcome.Error);

    public void Ok(string check, string seen) => _findings.Add(new Finding(name, check, FindingOutcome.Ok, null, seen, null));

    public void Add(FindingKind kind, string seen, string remedy) => _findings.Add(new Finding(name, kind.Check, kind.Outcome, kind.Code, OneLine(seen), OneLine(remedy)));

    /// <summary>The beginning of a text of somebody else, on one line.</summary>
    public static string Quote(string text)
    {
        var line = OneLine(text).Trim();
        return line.Length <= MaxQuoted ? line : string.Concat(line.AsSpan(0, MaxQuoted), "…");
    }

    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
