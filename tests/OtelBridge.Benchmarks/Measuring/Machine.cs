using System.Runtime.InteropServices;

namespace OtelBridge.Benchmarks.Measuring;

/// <summary>Where the report was made. Absolute figures hold for this machine only; ratios travel.</summary>
internal sealed record Machine(string Os, string Runtime, string Architecture, int Cores, double MemoryGiB)
{
    public static Machine Current() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1));
}
