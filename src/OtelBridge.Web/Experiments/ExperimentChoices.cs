using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Experiments;

/// <summary>The experiments that a page can be switched to.</summary>
/// <param name="Label">What the page is about now, as people call it.</param>
/// <param name="Items">The choices: all, then the latest.</param>
/// <param name="HasMore">Whether there are more than are listed.</param>
public sealed record ExperimentChoices(string Label, IReadOnlyList<ExperimentChoice> Items, bool HasMore)
{
    /// <summary>The field of the address that has part of a name.</summary>
    public const string SearchName = "q";

    private const int MaxListed = 50;

    /// <summary>Reads the choices for a page.</summary>
    /// <param name="store">Where the experiments are.</param>
    /// <param name="target">The page to switch.</param>
    /// <param name="part">Part of a name; empty for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    internal static async Task<ExperimentChoices> ReadAsync(ITraceStore store, ScopeTarget target, string part, CancellationToken cancellationToken)
    {
        var query = new SearchExperimentsRequest { MaxResults = MaxListed, Filter = ExperimentSearch.FilterOf(part) };
        var page = await store.Experiments.SearchAsync(query, cancellationToken);
        var items = new List<ExperimentChoice>(page.Items.Count + 1); // bounded by MaxListed
        if (part.Length == 0)
        {
            items.Add(new ExperimentChoice("All experiments", target.WithExperiment(""), target.Scope.ExperimentIds.Count == 0));
        }

        items.AddRange(page.Items.Select(experiment =>
            new ExperimentChoice(experiment.Name, target.WithExperiment(experiment.ExperimentId), target.Scope.ExperimentIds.Contains(experiment.ExperimentId))));
        return new ExperimentChoices(await LabelAsync(store, target.Scope, page.Items, cancellationToken), items, page.NextPageToken.Length > 0);
    }

    private static async Task<string> LabelAsync(ITraceStore store, Scope scope, IReadOnlyList<Experiment> known, CancellationToken cancellationToken)
    {
        if (scope.ExperimentIds is not [var id])
        {
            return scope.ExperimentIds.Count == 0 ? "All experiments" : $"{scope.ExperimentIds.Count} experiments";
        }

        var experiment = known.FirstOrDefault(item => item.ExperimentId == id) ?? await store.Experiments.FindAsync(id, cancellationToken);
        return experiment?.Name ?? $"No experiment {id}";
    }
}
