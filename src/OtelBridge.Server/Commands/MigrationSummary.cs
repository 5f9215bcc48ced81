using System.Globalization;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary>Says what was compared after a migration, and what differs.</summary>
internal static class MigrationSummary
{
    private const int MostCounted = 1_000_000;

    private static readonly (MigrationFinding Finding, string Words)[] Words =
    [
        (MigrationFinding.Missing, "traces are missing at the target"),
        (MigrationFinding.Differs, "traces differ"),
        (MigrationFinding.Unreadable, "traces of the source cannot be read"),
        (MigrationFinding.ExperimentDiffers, "experiments differ"),
        (MigrationFinding.RunDiffers, "runs differ"),
        (MigrationFinding.GoesOnAtTarget, "traces have more spans at the target, and were not compared"),
        (MigrationFinding.OnlyAtTarget, "traces are at the target only"),
        (MigrationFinding.DeletedMeanwhile, "traces were deleted at the source after they were copied, and now at the target, too"),
    ];

    /// <summary>Writes the summary.</summary>
    /// <returns>Whether the target has everything.</returns>
    public static bool Write(MigrationReport report, TextWriter output)
    {
        foreach (var (experiment, (source, target)) in report.Sums.OrderBy(static sums => sums.Key.Length).ThenBy(static sums => sums.Key, StringComparer.Ordinal))
        {
            WriteLine(output, $"experiment {experiment}");
            WriteSum(output, "source", source);
            WriteSum(output, "target", target);
        }

        foreach (var (finding, words) in Words)
        {
            if (report.Of(finding) is (> 0 and var count, var named))
            {
                WriteLine(output, $"{count:N0} {words}:");
                foreach (var name in named)
                {
                    WriteLine(output, $"  {TerminalText.Clean(name)}");
                }

                if (count > named.Count)
                {
                    WriteLine(output, $"  … and {count - named.Count:N0} more");
                }
            }
        }

        var (traces, spans) = (report.Sums.Values.Sum(static sums => sums.Source.Traces), report.Sums.Values.Sum(static sums => sums.Source.Spans));
        WriteLine(output, $"Compared {traces:N0} traces of {spans:N0} spans, {report.Experiments:N0} experiments, {report.Runs:N0} runs, read back from both stores: {(report.IsWhole ? "the target has all of it, the same." : "the stores DIFFER.")}");
        return report.IsWhole;
    }

    /// <summary>Says what no migration takes along, where the target does not have it anyhow: who may use a store and who did is each store's own.</summary>
    public static async Task WriteLeftBehindAsync(ITraceStore source, ITraceStore target, TextWriter output, CancellationToken cancellationToken)
    {
        var (from, to) = ((IAccessStore)MaskedTraceStore.Under(source), (IAccessStore)MaskedTraceStore.Under(target)); // every store that an address names
        var there = (await to.Access.ListPeopleAsync(MostCounted, cancellationToken)).Select(static person => person.Name).ToHashSet(StringComparer.Ordinal);
        var people = (await from.Access.ListPeopleAsync(MostCounted, cancellationToken)).Count(person => !there.Contains(person.Name));
        var known = (await to.Access.ListKeysAsync(MostCounted, cancellationToken)).Select(static key => key.Id).ToHashSet(StringComparer.Ordinal);
        var keys = (await from.Access.ListKeysAsync(MostCounted, cancellationToken)).Count(key => !known.Contains(key.Id));
        var newest = await FindNewestAsync(from, cancellationToken);
        var hasLog = newest is not null && newest != await FindNewestAsync(to, cancellationToken); // a store may be the catalogue of the other one
        if (people > 0 || keys > 0 || hasLog)
        {
            WriteLine(output, $"Not copied: {people:N0} people, {keys:N0} API keys{(hasLog ? ", and the audit log" : "")} of the source. 'otelbridge users' and 'otelbridge keys' make people and keys at the target.");
        }
    }

    private static async Task<AuditEntry?> FindNewestAsync(IAccessStore store, CancellationToken cancellationToken) =>
        (await store.Audit.SearchAsync(new AuditQuery { MaxResults = 1 }, cancellationToken)).Items is [var newest] ? newest : null;

    private static void WriteSum(TextWriter output, string store, StoreChecksum sum) =>
        WriteLine(output, $"  {store}: {sum.Traces:N0} traces, {sum.Spans:N0} spans, {sum.Assessments:N0} assessments, SHA-256 {sum.Sum}");

    private static void WriteLine(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
