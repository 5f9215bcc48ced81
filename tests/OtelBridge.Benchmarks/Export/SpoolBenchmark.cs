using System.Diagnostics;
using Google.Protobuf;
using OpenTelemetry.Resources;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Export;

/// <summary>Requests of about 500 spans onto disk and back, against plain files of the same bytes; and from disk into a server that stores them.</summary>
/// <remarks>Neither side waits for the disk itself, so this is what the file system takes.</remarks>
internal sealed class SpoolBenchmark : Benchmark, IAsyncDisposable
{
    public const string Prefix = "spool.";

    private const int Traces = 51;
    private const int Spans = Traces * GenAiTraces.SpansPerTrace;
    private const string Name = "store";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Parcel> _parcels = [];
    private readonly Series _write = new("spool.write.rate", "spans/s", Result.Higher, null, null);
    private readonly Series _writeBytes = new("spool.write.bytes", "MB/s", Result.Higher, null, null);
    private readonly Series _writeRatio = new("spool.write.ratio", "ratio", Result.Higher, null, "plain files of the same bytes");
    private readonly Series _read = new("spool.read.rate", "spans/s", Result.Higher, null, null);
    private readonly Series _readBytes = new("spool.read.bytes", "MB/s", Result.Higher, null, null);
    private readonly Series _readRatio = new("spool.read.ratio", "ratio", Result.Higher, null, "plain files of the same bytes, read and removed");
    private readonly Series _replay = new("spool.replay.rate", "spans/s", Result.Higher, null, null);
    private OtelBridgeProcess? _server;

    public SpoolBenchmark(bool quick)
    {
        var traces = new GenAiTraces(Corpus.Load(), seed: 7);
        for (var i = 0; i < (quick ? 40 : 150); i++)
        {
            var request = traces.Request(Traces).ToByteArray();
            var frame = new byte[GrpcFrame.HeaderSize + request.Length];
            request.CopyTo(frame, GrpcFrame.HeaderSize);
            _parcels.Add(new Parcel(frame, Spans, null, []));
        }
    }

    public override IReadOnlyList<Series> Figures => [_write, _writeBytes, _writeRatio, _read, _readBytes, _readRatio, _replay];

    private double SpanCount => (double)_parcels.Count * Spans;

    private double Megabytes => _parcels.Sum(static p => (double)p.Frame.Length) / 1e6;

    public override async Task WarmUpAsync()
    {
        _server = await OtelBridgeProcess.StartAsync(_folder.File("traces.db"));
        await MeasureAsync(0, static (_, _) => { });
    }

    public override Task RunRoundAsync(int round) => MeasureAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task MeasureAsync(int round, Action<Series, double> add)
    {
        var plain = round % 2 == 1 ? PlainFiles() : default;
        using (var spool = Open())
        {
            var write = Time(() => Fill(spool));
            var read = Time(() => Empty(spool));
            plain = round % 2 == 1 ? plain : PlainFiles();
            add(_write, SpanCount / write.TotalSeconds);
            add(_writeBytes, Megabytes / write.TotalSeconds);
            add(_writeRatio, plain.Write / write);
            add(_read, SpanCount / read.TotalSeconds);
            add(_readBytes, Megabytes / read.TotalSeconds);
            add(_readRatio, plain.Read / read);
        }

        using (var left = Open())
        {
            Fill(left);
        }

        add(_replay, SpanCount / (await ReplayAsync()).TotalSeconds);
    }

    private ParcelSpool Open() => new(new SpoolSettings { Path = _folder.Path, MaxBytes = long.MaxValue }, Name, null, TimeProvider.System);

    private void Fill(ParcelSpool spool)
    {
        if (_parcels.Any(parcel => spool.TryAdd(parcel) is not null))
        {
            throw new InvalidOperationException("A parcel found no place on disk.");
        }
    }

    private static void Empty(ParcelSpool spool)
    {
        while (spool.Next() is { } next)
        {
            if (spool.Read(next, out _) != ParcelReading.Read)
            {
                throw new InvalidOperationException("A parcel could not be read.");
            }

            spool.Remove(next);
        }
    }

    private (TimeSpan Write, TimeSpan Read) PlainFiles()
    {
        var folder = Directory.CreateDirectory(_folder.File("plain")).FullName;
        var write = Time(() =>
        {
            for (var i = 0; i < _parcels.Count; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{i}"), _parcels[i].Frame.Span);
            }
        });
        var read = Time(() =>
        {
            for (var i = 0; i < _parcels.Count; i++)
            {
                _ = File.ReadAllBytes(Path.Combine(folder, $"{i}"));
                File.Delete(Path.Combine(folder, $"{i}"));
            }
        });
        return (write, read);
    }

    /// <summary>From the start of a program that finds it all on disk until the server has taken the last of it.</summary>
    private async Task<TimeSpan> ReplayAsync()
    {
        var settings = new DestinationSettings
        {
            Name = Name,
            Kind = ExportDestinationKind.Store,
            Store = new StoreSettings(_server!.GrpcAddress, null, null),
            Dialects = SpanDialects.Mlflow,
            Delivery = new DeliverySettings(),
            Spool = new SpoolSettings { Path = _folder.Path, MaxBytes = long.MaxValue },
        };
        var start = Stopwatch.GetTimestamp();
        using var destination = Destinations.Create(settings, static () => ResourceBuilder.CreateDefault().Build(), TimeProvider.System);
        while (destination.Ledger.Sent < SpanCount)
        {
            await Task.Delay(1);
            if (destination.Ledger.TotalDropped > 0)
            {
                throw new InvalidOperationException("Spans from disk were dropped.");
            }
        }

        var took = Stopwatch.GetElapsedTime(start);
        destination.BeginStop();
        destination.EndSending(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        destination.EndStop(TimeSpan.FromSeconds(2));
        return took;
    }

    private static TimeSpan Time(Action work)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }
}
