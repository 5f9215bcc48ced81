using System.Globalization;
using OtelBridge.Export.Spool;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>A process that shares a spool with others, started by tests: <c>spool write PATH NAME COUNT</c> or <c>spool drain PATH</c>.</summary>
internal static class SpoolingProgram
{
    public const string Command = "spool";

    public static void Run(string[] arguments)
    {
        using var spool = SpoolSamples.Open(arguments[2]);
        if (arguments[1] == "write")
        {
            Write(spool, arguments[3], int.Parse(arguments[4], CultureInfo.InvariantCulture));
        }
        else
        {
            Drain(spool);
        }
    }

    /// <summary>Says the number of each parcel once it is on disk.</summary>
    private static void Write(ParcelSpool spool, string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Some are large, so that a kill meets the writing of them.
            var refused = spool.TryAdd(SpoolSamples.Parcel(string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"), spans: (i % 3) + 1, padding: i % 8 == 0 ? 300_000 : 100));
            Console.WriteLine(refused is null ? i.ToString(CultureInfo.InvariantCulture) : $"refused: {refused}");
        }
    }

    /// <summary>Says the name of each parcel it gets, until the input ends and nothing is left to get.</summary>
    private static void Drain(ParcelSpool spool)
    {
        Console.WriteLine("drains");
        var ended = Task.Run(Console.In.ReadToEnd);
        for (var isLast = false; !isLast;)
        {
            isLast = ended.IsCompleted;
            spool.Adopt();
            foreach (var name in SpoolSamples.Drain(spool))
            {
                Console.WriteLine(name);
            }
        }
    }
}
