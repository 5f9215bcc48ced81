using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;

namespace OtelBridge.Web.Audit;

/// <summary>An entry of the audit log as the list shows it.</summary>
/// <param name="Time">When, nanoseconds since 1970.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Action">What they did.</param>
/// <param name="Subjects">What it was about.</param>
/// <param name="More">How many more things it was about, such as <c>+80</c>; empty for none.</param>
/// <param name="Outcome">How it ended; empty for what the server did of its own accord.</param>
/// <param name="IsFailed">Whether it was refused, failed or stopped.</param>
/// <param name="From">The address that it came from; empty for what came over no wire.</param>
/// <param name="Wire">The listener, <c>command</c> or <c>server</c>.</param>
/// <param name="Request">Method and route, or the command.</param>
/// <param name="Requests">How many that are alike.</param>
/// <param name="Items">How many things were stored or deleted; null where nothing was counted.</param>
public sealed record AuditRow(
    ulong Time, string Who, string Action, IReadOnlyList<AuditedThing> Subjects, string More, string Outcome, bool IsFailed, string From, string Wire, string Request, long Requests, long? Items)
{
    private const ulong NanosPerMilli = 1_000_000;
    private const string WorkspacePrefix = AuditSubject.Workspace + ":";

    /// <param name="entry">The entry.</param>
    /// <param name="here">The workspace of the page: what is in another one has no page here.</param>
    internal static AuditRow Of(AuditEntry entry, string here)
    {
        var words = entry.About.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var workspace = words.FirstOrDefault(static word => word.StartsWith(WorkspacePrefix, StringComparison.Ordinal))?[WorkspacePrefix.Length..] ?? WorkspaceName.Default;
        return new AuditRow(
            (ulong)Math.Max(0, entry.TimeMs) * NanosPerMilli,
            entry.Who,
            AuditActions.NameOf(entry.Action),
            [.. words.Where(static word => !IsMore(word)).Select(word => AuditedThing.Of(word, hasPage: workspace == here))],
            words.FirstOrDefault(IsMore) ?? "",
            entry.Outcome,
            !AuditOutcomes.IsSuccess(entry.Outcome),
            entry.From,
            entry.Wire,
            entry.Request,
            entry.Requests,
            entry.Items);
    }

    private static bool IsMore(string word) => word[0] == '+';
}
