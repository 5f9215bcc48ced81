using System.Diagnostics;

namespace OtelBridge.Benchmarks.Measuring;

/// <summary>Wall time and processor time of this process over a piece of work.</summary>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Processor)
{
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        // The garbage of whoever ran before is not this work's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        await work();
        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return new Cost(wall, process.TotalProcessorTime - processor);
    }
}
