using OtelBridge.Store.Aggregates;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Experiments;

/// <summary>An experiment as the list shows it.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Totals">The sums of its traces.</param>
/// <param name="LastStart">Start of its latest trace; null when it has none.</param>
/// <param name="Week">How many traces started in each part of the last seven days; empty when none did.</param>
public sealed record ExperimentRow(Experiment Experiment, Totals Totals, ulong? LastStart, IReadOnlyList<double?> Week)
{
    private const int MaxTags = 4; // shown in the list

    public string Id => Experiment.ExperimentId;

    public string Name => Experiment.Name;

    public bool IsDeleted => Experiment.LifecycleStage == LifecycleStage.Deleted;

    /// <summary>Gets what it is about, in its people's words; empty when they said nothing.</summary>
    public string Description => Experiment.Tags.TryGetValue(ExperimentChanges.NoteTag, out var text) ? text : "";

    /// <summary>Gets the first of its own tags; those of programs begin with <c>mlflow.</c>.</summary>
    public IReadOnlyList<(string Key, string Value)> Tags => [.. OwnTags.Take(MaxTags)];

    public int MoreTags => Math.Max(0, OwnTags.Count() - MaxTags);

    private IEnumerable<(string Key, string Value)> OwnTags => Experiment.Tags
        .Where(static tag => !tag.Key.StartsWith("mlflow.", StringComparison.Ordinal))
        .OrderBy(static tag => tag.Key, StringComparer.Ordinal)
        .Select(static tag => (tag.Key, tag.Value));

    internal static ExperimentRow Of(Experiment experiment, ExperimentActivity? activity) =>
        new(experiment, activity?.Totals ?? Totals.None, activity?.LastStartUnixNano is { } start ? (ulong)start : null, []);
}
