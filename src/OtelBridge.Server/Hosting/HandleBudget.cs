using System.Globalization;

namespace OtelBridge.Server.Hosting;

/// <summary>How many connections the handles of the process are enough for.</summary>
/// <remarks>Where the last handle is gone the runtime ends the process: it needs handles itself. So connections, which strangers open, leave some to the store, to files and to the runtime.</remarks>
internal static class HandleBudget
{
    /// <summary>A busy server has about 270 handles beside its connections.</summary>
    private const int Kept = 384;

    /// <summary>With fewer nobody gets in; whoever runs a server with so few handles has to raise them.</summary>
    private const int Least = 8;

    private const string LimitsFile = "/proc/self/limits";

    // "Max open files            1024                 524288               files"
    private const string LimitName = "Max open files";

    /// <summary>How many connections each listener may have.</summary>
    /// <param name="limits">The lines of <c>/proc/self/limits</c>; none where there is no such file.</param>
    /// <param name="listeners">How many listeners share the handles.</param>
    public static int ConnectionsOf(IEnumerable<string> limits, int listeners)
    {
        var line = limits.FirstOrDefault(static line => line.StartsWith(LimitName, StringComparison.Ordinal));
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var handles)
            ? (int)Math.Clamp((handles - Kept) / Math.Max(1, listeners), Least, int.MaxValue)
            : int.MaxValue; // "unlimited", or a system that does not say
    }

    /// <summary>The limits of this process. The runtime raises the soft ones to the hard ones as it starts.</summary>
    public static IEnumerable<string> OfThisProcess() => OperatingSystem.IsLinux() && File.Exists(LimitsFile) ? File.ReadAllLines(LimitsFile) : [];
}
