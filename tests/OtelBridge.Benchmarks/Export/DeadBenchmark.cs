using System.Diagnostics;
using OpenTelemetry.Resources;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Benchmarks.Export;

/// <summary>10,000 spans of 1 KB a second for five minutes (20 seconds when quick) to a destination where nobody is: memory must be flat once the queue is full.</summary>
internal sealed class DeadBenchmark(bool quick) : Benchmark
{
    private const int PerSecond = 10_000;

    private readonly TimeSpan _duration = quick ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(5);
    private readonly Series _growth = new("destinations.dead.growth", "ratio", Result.Lower, 1.1, "managed memory of the second quarter of the same run");
    private readonly Series _managed = new("destinations.dead.managed", "MB", Result.Lower, null, null);
    private readonly Series _resident = new("destinations.dead.resident", "MB", Result.Lower, null, null);
    private readonly Series _unaccounted = new("destinations.dead.unaccounted", "spans", Result.Lower, 0, "spans ended, less those in the ledger");

    public override IReadOnlyList<Series> Figures => [_growth, _managed, _resident, _unaccounted];

    public override int Rounds => 1;

    public override Task WarmUpAsync() => Task.CompletedTask;

    public override async Task RunRoundAsync(int round)
    {
        if (round > 0)
        {
            // A quick run asks for three rounds; one says it.
            return;
        }

        using var spans = new PacedSpans();
        using var destination = Destinations.Create(
            new DestinationSettings
            {
                Name = "dead",
                Kind = ExportDestinationKind.Store,
                Store = new StoreSettings(new Uri("http://127.0.0.1:1"), null, null),
                Dialects = SpanDialects.Mlflow,
                Delivery = new DeliverySettings(),
            },
            static () => Resource.Empty,
            TimeProvider.System);
        var managed = new List<double>();
        var resident = new List<double>();
        using var process = Process.GetCurrentProcess();
        var ended = await spans.RunAsync([destination], PerSecond, _duration, () =>
        {
            managed.Add(GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            process.Refresh();
            resident.Add(process.WorkingSet64 / 1e6);
        });
        var ledger = destination.Snapshot();
        _growth.Add(managed[^Math.Max(1, managed.Count / 4)..].Average() / managed[(managed.Count / 4)..(managed.Count / 2)].Average());
        _managed.Add(managed[^1]);
        _resident.Add(resident.Max());
        _unaccounted.Add(ended - ledger.Queued - ledger.TotalDropped - ledger.Sent);
    }
}
