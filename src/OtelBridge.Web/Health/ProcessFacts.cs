using System.Runtime;
using System.Runtime.InteropServices;

namespace OtelBridge.Web.Health;

/// <summary>What the process of the server takes.</summary>
/// <param name="WorkingSet">Bytes of memory that it has.</param>
/// <param name="HeapBytes">Bytes of objects, at the last collection.</param>
/// <param name="Collections">Garbage collections since the start, of the youngest, the middle and the oldest.</param>
/// <param name="PauseShare">Part of the time in which collections stopped everything, in percents.</param>
/// <param name="Threads">Threads of the pool.</param>
/// <param name="Runtime">The runtime and what it runs on.</param>
public sealed record ProcessFacts(long WorkingSet, long HeapBytes, IReadOnlyList<int> Collections, double PauseShare, int Threads, string Runtime)
{
    internal static ProcessFacts Read()
    {
        var memory = GC.GetGCMemoryInfo();
        return new ProcessFacts(
            Environment.WorkingSet,
            memory.HeapSizeBytes,
            [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            memory.PauseTimePercentage,
            ThreadPool.ThreadCount,
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {(GCSettings.IsServerGC ? "server" : "workstation")} collector");
    }
}
