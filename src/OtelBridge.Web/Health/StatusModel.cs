using System.Globalization;
using OtelBridge.Store.Ingest;
using OtelBridge.Web.Charts;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Health;

/// <summary>The page of health, but for what only the store knows.</summary>
/// <param name="Numbers">What goes on now.</param>
/// <param name="Buckets">The last minutes in steps.</param>
/// <param name="Series">Spans that were stored and refused in each.</param>
/// <param name="Summary">The same in a sentence.</param>
/// <param name="Intake">Everything since the start.</param>
/// <param name="Listeners">Where the server listens.</param>
/// <param name="Process">What its process takes, in words.</param>
public sealed record StatusModel(
    IReadOnlyList<StatusNumber> Numbers,
    IReadOnlyList<ChartBucket> Buckets,
    IReadOnlyList<ChartSeries> Series,
    string Summary,
    IntakeSnapshot Intake,
    IReadOnlyList<ListenerFact> Listeners,
    IReadOnlyList<StatusNumber> Process)
{
    private const int SlotsPerMinute = 12;

    internal static StatusModel Of(IntakeSnapshot intake, IServerFacts facts, ProcessFacts process, DateTimeOffset now)
    {
        // The last slot still goes on: the minute before it is whole.
        var minute = intake.Slots.Take(intake.Slots.Count - 1).TakeLast(SlotsPerMinute).ToList();
        var seconds = minute.Count * IntakeLedger.SlotLength.TotalSeconds;
        return new StatusModel(
            [
                new("Spans a second", Rate(minute.Sum(static slot => slot.Stored) / seconds), "stored, over the last minute"),
                new("Requests a second", Rate(minute.Sum(static slot => slot.Requests) / seconds), "over the last minute"),
                new("Requests in memory", CountText.Bytes(facts.BytesInFlight), $"of {CountText.Bytes(facts.MaxBytesInFlight)} that they may hold"),
                new("Refused spans", CountText.Exact(intake.All.Refused), "since the start", intake.All.Refused > 0),
                new("To be repeated", CountText.Exact(intake.All.Failed + facts.RequestsRefusedForMemory), "requests, for want of room or store", intake.All.Failed + facts.RequestsRefusedForMemory > 0),
                new("Up for", TimeText.Length(now - intake.Started), $"since {TimeText.Moment((ulong)Nanos(intake.Started))}"),
            ],
            [.. intake.Slots.Select(static slot => new ChartBucket(Nanos(slot.Start), Nanos(slot.Start + IntakeLedger.SlotLength), ""))],
            [
                new("Stored", ChartTone.Main, [.. intake.Slots.Select(static slot => (double?)slot.Stored)]),
                new("Refused", ChartTone.Error, [.. intake.Slots.Select(static slot => (double?)slot.Refused)]),
            ],
            $"{CountText.Of(intake.Slots.Sum(static slot => slot.Stored), "span was", "spans were")} stored in the last {(int)(IntakeLedger.SlotLength * IntakeLedger.SlotCount).TotalMinutes} minutes.",
            intake,
            facts.Listeners,
            [
                new("Version", facts.Version, $"behaves as MLflow {facts.MlflowVersion}"),
                new("Runtime", process.Runtime, ""),
                new("Memory", CountText.Bytes(process.WorkingSet), $"{CountText.Bytes(process.HeapBytes)} of objects"),
                new("Collections", string.Join(" / ", process.Collections.Select(static count => CountText.Exact(count))), Text($"of generation 0 / 1 / 2; they took {process.PauseShare:0.##} % of the time")),
                new("Threads", CountText.Exact(process.Threads), "of the pool"),
            ]);
    }

    private static string Rate(double perSecond) => perSecond == 0 ? "0" : perSecond < 100 ? Text($"{perSecond:0.##}") : CountText.Short((long)perSecond);

    private static long Nanos(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
