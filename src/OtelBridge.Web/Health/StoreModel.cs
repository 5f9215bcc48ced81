using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Retention;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Health;

/// <summary>What the store holds, and what of it is kept for how long.</summary>
/// <param name="Numbers">What it holds.</param>
/// <param name="OldestUnixNano">Start of the oldest trace; zero when there is none.</param>
/// <param name="Kept">How much of an experiment is kept unless its own tags say otherwise.</param>
/// <param name="Sweep">What retention did.</param>
/// <param name="Experiments">Experiments whose tags say otherwise: name, id, age, size.</param>
public sealed record StoreModel(
    IReadOnlyList<StatusNumber> Numbers, ulong OldestUnixNano, string Kept, SweepState Sweep, IReadOnlyList<(string Name, string Id, string Age, string Size)> Experiments)
{
    internal static StoreModel Of(string description, StoreSize size, RetentionLimits limits, SweepState sweep, IEnumerable<Experiment> experiments) => new(
        [
            new("Address", description, ""),
            new("Traces", CountText.Exact(size.Traces), $"{CountText.Exact(size.Spans)} spans"),
            new("On disk", CountText.Bytes(size.Bytes), $"{CountText.Bytes(size.PayloadBytes)} of it spans as they were received"),
            new("Waiting writes", CountText.Exact(size.WaitingWrites), "of this process", size.WaitingWrites > 1000),
            new("Not yet in the text index", CountText.Exact(size.UnindexedTraces), "traces; searches find them, more slowly"),
        ],
        size.OldestStartUnixNano is > 0 and var oldest ? (ulong)oldest : 0,
        KeptText(limits),
        sweep,
        [
            .. experiments
                .Select(static experiment => (experiment.Name, experiment.ExperimentId, Tag(experiment, RetentionLimits.AgeTag), Tag(experiment, RetentionLimits.SizeTag)))
                .Where(static item => item.Item3.Length + item.Item4.Length > 0),
        ]);

    private static string KeptText(RetentionLimits limits) => limits switch
    {
        { MaxAge: null, MaxBytes: null } => "Everything is kept.",
        { MaxAge: { } age, MaxBytes: null } => $"Traces are kept for {TimeText.Length(age)}.",
        { MaxAge: null, MaxBytes: { } bytes } => $"{CountText.Bytes(bytes)} of payload are kept of each experiment; the oldest go first.",
        { MaxAge: { } age, MaxBytes: { } bytes } => $"Traces are kept for {TimeText.Length(age)}, and not more than {CountText.Bytes(bytes)} of payload of each experiment.",
    };

    private static string Tag(Experiment experiment, string key) => experiment.Tags.TryGetValue(key, out var value) ? value : "";
}
