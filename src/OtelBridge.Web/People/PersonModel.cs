namespace OtelBridge.Web.People;

/// <summary>A person, as an admin sees them.</summary>
/// <param name="Name">The name that they sign in with.</param>
/// <param name="IsAdmin">Whether they may do everything.</param>
/// <param name="HasPassword">Whether they have one; who comes by a proxy needs none.</param>
/// <param name="Grants">What they may, by experiment.</param>
/// <param name="Experiments">What else can be granted.</param>
public sealed record PersonModel(string Name, bool IsAdmin, bool HasPassword, IReadOnlyList<GrantRow> Grants, ExperimentNames Experiments)
{
    /// <summary>Gets the experiments of which nothing is granted yet.</summary>
    public IEnumerable<(string Id, string Name)> Ungranted => Experiments.All.ExceptBy(Grants.Select(static grant => grant.ExperimentId), static item => item.Id);
}
