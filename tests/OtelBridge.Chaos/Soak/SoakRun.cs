using System.Diagnostics;
using System.Globalization;
using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Chaos.Soak;

/// <summary>One soak: finds the limit, loads the server with a share of it for a time, stops and starts it, and looks at what is there.</summary>
internal sealed class SoakRun(SoakOptions options, Action<string> say)
{
    private const int Senders = 6;
    private const int TracesPerRequest = 5;
    private const int KeptEvery = 25;
    private const int OldEvery = 40;
    private const int MostLookedAt = 800; // batches of one kind
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private const long AllButLast = 100;
    private static readonly TimeSpan OneTurn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly Ledger _ledger = new();
    private readonly Pace _pace = new();
    private readonly Latencies _ingest = new();
    private readonly Sayings _errors = new();
    private readonly List<SoakSample> _samples = []; // bounded by the length of the run
    private int _batches;
    private DateTimeOffset _loadedSince;

    public async Task<SoakResult> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var server = await SoakServer.StartAsync(folder.File("soak.db"), options.Retain);
        using var readers = new SoakReaders(server, _ledger);
        using var stop = new CancellationTokenSource();
        using var stopReaders = new CancellationTokenSource();
        var wires = Enumerable.Range(0, Senders).Select(i => Wire(server, i)).ToList();
        var senders = wires.ConvertAll(wire => NewSender(wire, server.KeptId));
        var sending = senders.ConvertAll(sender => Task.Run(() => sender.RunAsync(_pace.NextAsync, stop.Token, CancellationToken.None)));
        var reading = Task.Run(() => readers.RunAsync(stopReaders.Token));

        await Task.Delay(options.LimitLength / 3); // code is compiled, caches are filled
        var unswept = await MeasureLimitAsync(server, senders, options.LimitLength * 2 / 3, isSwept: false);
        var limit = options.SweptLength > TimeSpan.Zero ? await MeasureSweptLimitAsync(server, senders) : unswept;
        await LoadAsync(server, senders, readers, limit);
        await stop.CancelAsync();
        await Task.WhenAll(sending).WaitAsync(Patience);
        await stopReaders.CancelAsync();
        await reading.WaitAsync(Patience);
        wires.ForEach(static wire => wire.Dispose());

        readers.SlowestSearches.Lines.ToList().ForEach(say);
        var stored = senders.Sum(static sender => sender.AcknowledgedSpans);
        var code = await server.RestartAsync();
        var faults = new List<string>(code == 0 ? [] : [$"The server ended with code {code}: {server.Process.Log}"]);
        var audited = await AuditAsync(server, faults);
        faults.AddRange(_errors.Lines.Select(static line => $"Senders: {line}"));
        faults.AddRange(readers.Errors.Lines.Select(static line => $"Readers: {line}"));
        return new SoakResult(options, unswept, limit, stored, readers.DeletedTraces, readers.Streams, _pace.Skipped, audited, faults, _samples);
    }

    private static ISpanWire Wire(SoakServer server, int index) => index % 2 == 0
        ? new GrpcWire(server.Process.GrpcAddress, SendTimeout, server.IngestKey)
        : new HttpWire(server.Process.OtlpHttpAddress, SendTimeout, server.IngestKey);

    private Sender NewSender(ISpanWire wire, string kept) => new(wire, _ledger, new TraceMaker(_ledger), ledger => Plan(ledger, kept)) { Retried = _errors, Refused = _errors, Took = _ingest.Add };

    // Most of it is young and ages; some is kept for ever, and some comes too late, as from a machine that was away for days.
    private SentBatch Plan(Ledger ledger, string kept)
    {
        var (now, number) = (DateTimeOffset.UtcNow, Interlocked.Increment(ref _batches));
        return number % KeptEvery == 0 ? ledger.Add(TracesPerRequest, kept, now) : ledger.Add(TracesPerRequest, "", number % OldEvery == 0 ? now.AddDays(-2) : now);
    }

    // As much goes as comes once the first traces are old and a sweep has found them.
    private async Task<double> MeasureSweptLimitAsync(SoakServer server, List<Sender> senders)
    {
        await server.RetainAsync(SoakOptions.SweptRetain);
        _pace.Free();
        await Task.Delay(SoakOptions.SweptRetain + Sweep);
        var limit = await MeasureLimitAsync(server, senders, options.SweptLength, isSwept: true);
        await server.RetainAsync(options.Retain);
        return limit;
    }

    // What it can take for ever: the time counts until everything that came in can be found by its words, which is done behind the answers, and what the sweeps should have deleted meanwhile is gone.
    private async Task<double> MeasureLimitAsync(SoakServer server, List<Sender> senders, TimeSpan length, bool isSwept)
    {
        using var http = server.Http(server.ReadKey);
        using var client = server.Grpc(server.ReadKey);
        await RestWhileAsync(() => IsBehindAsync(http), length); // with what came before
        _pace.Free();
        var (before, since) = (senders.Sum(static sender => sender.AcknowledgedSpans), Stopwatch.GetTimestamp());
        await Task.Delay(length);
        var tooOld = DateTimeOffset.UtcNow - SoakOptions.SweptRetain - Sweep - OneTurn;
        await RestWhileAsync(async () => await IsBehindAsync(http) || (isSwept && await HoldsAsync(client, tooOld)), length * 2);
        var limit = (senders.Sum(static sender => sender.AcknowledgedSpans) - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
        say(string.Create(CultureInfo.InvariantCulture, $"The limit is {limit:N0} spans a second while {(isSwept ? "as much is deleted as comes in" : "nothing is deleted")}, with all readers."));
        _ingest.Take();
        return limit;
    }

    private async Task RestWhileAsync(Func<Task<bool>> isBehind, TimeSpan most)
    {
        var since = Stopwatch.GetTimestamp();
        _pace.Hold(OneTurn);
        while (Stopwatch.GetElapsedTime(since) < most && await isBehind())
        {
            _pace.Hold(OneTurn);
            await Task.Delay(OneTurn / 10);
        }
    }

    private static async Task<bool> IsBehindAsync(HttpClient http) => (await ScrapedMetrics.ReadAsync(http)).GetValueOrDefault("otelbridge_store_unindexed_traces") > AllButLast;

    // What comes days late is there until the next sweep.
    private static async Task<bool> HoldsAsync(UnaryGrpcClient client, DateTimeOffset tooOld)
    {
        var filter = string.Create(CultureInfo.InvariantCulture, $"timestamp_ms < {tooOld.ToUnixTimeMilliseconds()} AND timestamp_ms > {tooOld.AddHours(-1).ToUnixTimeMilliseconds()}");
        return (await client.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest { ExperimentIds = { SoakServer.DefaultId }, Filter = filter })).Count > 0;
    }

    private async Task LoadAsync(SoakServer server, List<Sender> senders, SoakReaders readers, double limit)
    {
        say(string.Create(CultureInfo.InvariantCulture, $"{SoakOptions.Share:P0} of {limit:N0} spans a second for {options.Length}."));
        _loadedSince = DateTimeOffset.UtcNow;
        _pace.Set(Math.Max(1, limit * SoakOptions.Share / (TracesPerRequest * TraceMaker.SpansPerTrace)));
        using var http = server.Http(server.ReadKey);
        var start = Stopwatch.GetTimestamp();
        var (before, last) = (senders.Sum(static sender => sender.AcknowledgedSpans), start);
        using var timer = new PeriodicTimer(options.SampleEvery);
        while (Stopwatch.GetElapsedTime(start) < options.Length && await timer.WaitForNextTickAsync())
        {
            var (spans, now) = (senders.Sum(static sender => sender.AcknowledgedSpans), Stopwatch.GetTimestamp());
            var sample = new SoakSample
            {
                At = Stopwatch.GetElapsedTime(start, now),
                Process = ProcessReading.Of(server.Process.Id),
                SpansPerSecond = (spans - before) / Stopwatch.GetElapsedTime(last, now).TotalSeconds,
                Ingest = _ingest.Take(),
                Search = readers.Searches.Take(),
                Page = readers.PageTimes.Take(),
                Metrics = await ScrapedMetrics.ReadAsync(http),
            };
            _samples.Add(sample);
            (before, last) = (spans, now);
            if (_samples.Count % 12 == 1)
            {
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sample.At:hh\\:mm\\:ss}  {sample.SpansPerSecond,7:N0} spans/s  {sample.Process}  store {sample.StoreBytes / 1e6:N0} MB, {sample.StoreSpans:N0} spans  ingest {sample.Ingest.Median:N0}/{sample.Ingest.P99:N0} ms  search {sample.Search.Median:N0}/{sample.Search.P99:N0} ms  {_errors.Total + readers.Errors.Total} errors"));
            }
        }
    }

    private async Task<int> AuditAsync(SoakServer server, List<string> faults)
    {
        using var client = server.Grpc(server.ReadKey);
        var now = DateTimeOffset.UtcNow;
        var batches = _ledger.Batches;
        List<SentBatch> kept = [.. batches.Where(static batch => batch.State == SentState.Acknowledged && batch.ExperimentId.Length > 0)];
        List<SentBatch> young = [.. batches.Where(batch => batch is { State: SentState.Acknowledged, ExperimentId: "" } && batch.Start > now - options.Retain + (2 * Sweep) && batch.Start > _loadedSince)];
        List<SentBatch> deleted = [.. batches.Where(static batch => batch.State == SentState.Deleted)];
        List<SentBatch> old = [.. batches.Where(batch => batch.ExperimentId.Length == 0 && batch.Start < now - options.Retain)];
        await UntilSweptAsync(client, old, faults);

        var audit = new StoreAudit(client, _ledger);
        await audit.ShouldHoldAsync(Some(kept));
        await audit.ShouldHoldAsync(Some(young));
        await audit.ShouldNotHoldAsync(Some(deleted), "was deleted");
        faults.AddRange(audit.Faults);
        faults.AddRange(new[] { (kept, "kept"), (young, "young"), (deleted, "deleted"), (old, "old") }.Where(static kind => kind.Item1.Count == 0).Select(static kind => $"There was no batch that is {kind.Item2}: the run was too short to tell."));
        say(string.Create(CultureInfo.InvariantCulture, $"Looked for {audit.Looked:N0} traces: of {kept.Count} kept, {young.Count} young, {deleted.Count} deleted, {old.Count} old requests."));
        return audit.Looked;
    }

    // A sweep runs at the start and every minute.
    private async Task UntilSweptAsync(UnaryGrpcClient client, List<SentBatch> old, List<string> faults)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var audit = new StoreAudit(client, _ledger);
            await audit.ShouldNotHoldAsync(Some(old), "is older than it may become");
            if (audit.Faults.Count == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                faults.AddRange(audit.Faults);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static IEnumerable<SentBatch> Some(List<SentBatch> batches) => batches.Where((_, i) => i % ((batches.Count / MostLookedAt) + 1) == 0);
}
