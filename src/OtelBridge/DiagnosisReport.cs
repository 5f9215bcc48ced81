using System.Globalization;
using System.Text;
using OtelBridge.Probing;

namespace OtelBridge;

/// <summary>What <see cref="MlflowTracing.DiagnoseAsync"/> found, of every destination and of the tracing itself.</summary>
/// <param name="Findings">One for each check, those of one destination together and in the order of the checks. The faults are listed in <c>docs/doctor.md</c>.</param>
public sealed record DiagnosisReport(IReadOnlyList<Finding> Findings)
{
    /// <summary>Gets whether something keeps spans from arriving.</summary>
    public bool HasErrors => Findings.Any(static f => f.Outcome == FindingOutcome.Error);

    /// <summary>Gets the findings that are not in order, errors first.</summary>
    public IReadOnlyList<Finding> Faults => [.. Findings.Where(static f => f.Outcome != FindingOutcome.Ok).OrderByDescending(static f => f.Outcome)];

    /// <summary>Gets the findings in numbers, for example <c>9 ok, 1 warning, 2 errors</c>.</summary>
    public string Summary
    {
        get
        {
            int Count(FindingOutcome outcome) => Findings.Count(f => f.Outcome == outcome);
            var (warnings, errors) = (Count(FindingOutcome.Warning), Count(FindingOutcome.Error));
            return string.Create(
                CultureInfo.InvariantCulture, $"{Count(FindingOutcome.Ok)} ok, {warnings} warning{(warnings == 1 ? string.Empty : "s")}, {errors} error{(errors == 1 ? string.Empty : "s")}");
        }
    }

    /// <summary>Writes a table with a line for each finding: how it is, of what, which check, what was seen, and the remedy.</summary>
    public override string ToString()
    {
        var (subject, check) = (Width(static f => f.Subject), Width(static f => f.Check));
        var table = new StringBuilder();
        foreach (var finding in Findings)
        {
            table.Append(Word(finding.Outcome).PadRight(9)).Append(finding.Subject.PadRight(subject)).Append(finding.Check.PadRight(check)).Append(finding.Seen);
            if (finding.Remedy is { } remedy)
            {
                table.Append(". ").Append(remedy);
            }

            table.Append('\n');
        }

        return table.Append(Summary).ToString();
    }

    private static string Word(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Ok => "ok",
        FindingOutcome.Warning => "warning",
        _ => "ERROR",
    };

    private int Width(Func<Finding, string> column) => 2 + Findings.Select(column).Select(static text => text.Length).DefaultIfEmpty(0).Max();
}
