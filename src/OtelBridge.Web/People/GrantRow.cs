using OtelBridge.Store.Access;

namespace OtelBridge.Web.People;

/// <summary>What a person may do with an experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="ExperimentName">What it is called; its id when it is deleted.</param>
/// <param name="Permission">What they may.</param>
public sealed record GrantRow(string ExperimentId, string ExperimentName, AccessLevel Permission)
{
    internal static IReadOnlyList<GrantRow> Of(IEnumerable<ExperimentGrant> grants, ExperimentNames names) =>
        [.. grants.Select(grant => new GrantRow(grant.ExperimentId, names.Of(grant.ExperimentId), grant.Permission)).OrderBy(static row => row.ExperimentName, StringComparer.OrdinalIgnoreCase)];
}
