using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OtelBridge.Tests.Export;

/// <summary>Whatever a destination does: delivered, on disk and given up are together what was produced, always.</summary>
public sealed class FaultScheduleTests
{
    /// <summary>How many schedules are run; the variable takes any number.</summary>
    private const string CountVariable = "OTELBRIDGE_FAULT_SCHEDULES";

    private const int DefaultCount = 100;

    [Fact]
    public async Task Ledger_RandomFaults_AddsUp()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out var wanted) ? wanted : DefaultCount;
        using var source = new ActivitySource($"Faults.{Guid.NewGuid():N}");
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var wrong = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (seed, _) =>
        {
            using var schedule = new FaultSchedule(seed, source);
            if (await schedule.RunAsync() is { } text)
            {
                wrong.Enqueue(text);
            }
        });

        wrong.ShouldBeEmpty();
    }
}
