using System.Globalization;
using OtelBridge.Configuration;
using OtelBridge.Export.Spool;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>A process that shares a spool with others, started by tests: <c>spool write PATH NAME COUNT</c>, <c>spool drain PATH</c> or <c>spool trace PATH ADDRESS</c>.</summary>
internal static class SpoolingProgram
{
    public const string Command = "spool";

    public static async Task RunAsync(string[] arguments)
    {
        if (arguments[1] == "trace")
        {
            await TraceAsync(arguments[2], arguments[3]);
            return;
        }

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

    /// <summary>Traces until it is killed, with a store that is down; says the id of each trace once a flush said that it is on disk.</summary>
    private static async Task TraceAsync(string path, string store)
    {
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store),
            ("Mlflow:Delivery:SpoolPath", path),
            ("Mlflow:Delivery:RetryTimeout", "00:00:00"),
            ("Mlflow:Delivery:BatchDelay", "00:00:00.001"));
        while (true)
        {
            var traceId = Mlflow.Trace("before the kill", static () => Mlflow.Trace("child", static () => Mlflow.CurrentSpan.TraceId));
            var flushed = (await tracing.FlushAsync(Traced.Patience)).Destinations.Single();
            Console.WriteLine(flushed is { Dropped: 0, Left: 0, Sent: 0 } ? traceId : $"{flushed}");
        }
    }
}
