using OtelBridge.Tracking.V1;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.People;

/// <summary>The experiments that permissions and keys can be for.</summary>
/// <param name="All">Id and name, by name. Bounded by <see cref="MostRead"/>.</param>
/// <param name="HasMore">Whether there are more: their ids must be written.</param>
public sealed record ExperimentNames(IReadOnlyList<(string Id, string Name)> All, bool HasMore)
{
    private const int MostRead = 500;

    private readonly Dictionary<string, string> _names = All.ToDictionary(static item => item.Id, static item => item.Name, StringComparer.Ordinal);

    /// <summary>What an experiment is called; its id when it is deleted, or one of those that are not listed.</summary>
    public string Of(string id) => _names.GetValueOrDefault(id, id);

    internal static async Task<ExperimentNames> ReadAsync(PageRequest request)
    {
        var page = await request.Store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = MostRead }, request.Aborted);
        return new ExperimentNames(
            [.. page.Items.Select(static item => (item.ExperimentId, item.Name)).OrderBy(static item => item.Name, StringComparer.OrdinalIgnoreCase)], page.NextPageToken.Length > 0);
    }
}
