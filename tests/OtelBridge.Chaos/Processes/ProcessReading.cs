using System.Globalization;

namespace OtelBridge.Chaos.Processes;

/// <summary>What a process takes of the machine, as Linux tells it.</summary>
/// <param name="Resident">Bytes of memory.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
internal readonly record struct ProcessReading(long Resident, int Threads, int Handles)
{
    public static ProcessReading Of(int processId)
    {
        var status = File.ReadLines($"/proc/{processId}/status").Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0], static pair => pair[^1].Trim());
        return new ProcessReading(
            Number(status["VmRSS"].Split(' ')[0]) * 1024, (int)Number(status["Threads"]), Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Resident / 1e6:N0} MB, {Threads} threads, {Handles} handles");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
