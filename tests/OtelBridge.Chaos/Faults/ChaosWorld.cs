using System.Diagnostics;
using System.Globalization;
using System.Net;
using OtelBridge.Chaos.Load;
using OtelBridge.Chaos.Processes;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Chaos.Faults;

/// <summary>A server process under load: senders over OTLP on both wires and our SDK, and somebody who looks. After a fault it is held to what it promised.</summary>
internal sealed class ChaosWorld : IAsyncDisposable
{
    private const int TracesPerRequest = 2;
    private const int SdkSpans = 2;
    private const int MoreHandles = 40;
    private const long MoreMemory = 300_000_000;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ServerStart _start;
    private readonly ChaosNotes _notes;
    private readonly Ledger _ledger = new();
    private readonly Sayings _retried = new();
    private readonly Sayings _refused = new();
    private readonly Pace _pace = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly List<ISpanWire> _wires;
    private readonly List<Sender> _senders;
    private readonly List<Task> _running = [];
    private readonly SdkLoad _sdk;
    private ProcessReading _before;

    private ChaosWorld(ServerStart start, ChaosNotes notes, OtelBridgeProcess server)
    {
        (_start, _notes, Server) = (start, notes, server);
        (Grpc, OtlpHttp, Http) = (server.GrpcAddress, server.OtlpHttpAddress, server.HttpAddress);
        _wires = [new GrpcWire(Grpc, SendTimeout), new HttpWire(OtlpHttp, SendTimeout), new HttpWire(Http, SendTimeout)];
        _senders = _wires.ConvertAll(wire => new Sender(wire, _ledger, new TraceMaker(_ledger), start.Plan) { Retried = _retried, Refused = _refused });
        _sdk = new SdkLoad(Grpc);
    }

    public OtelBridgeProcess Server { get; private set; }

    public Uri Grpc { get; }

    public Uri OtlpHttp { get; }

    public Uri Http { get; }

    public Ledger Ledger => _ledger;

    public long AcknowledgedSpans => _senders.Sum(static sender => sender.AcknowledgedSpans);

    /// <summary>Starts a server and the load, and waits until every sender has been answered.</summary>
    public static async Task<ChaosWorld> StartAsync(ServerStart start, ChaosNotes notes)
    {
        var world = new ChaosWorld(start, notes, await start.RunAsync(null));
        world._pace.Set(60);
        world._running.AddRange(world._senders.Select(sender => Task.Run(() => sender.RunAsync(world._pace.NextAsync, world._stop.Token, world._giveUp.Token))));
        world._running.Add(Task.Run(() => world._sdk.RunAsync(world._stop.Token)));
        await world.UntilAllMoveAsync("at the start");
        world._before = ProcessReading.Of(world.Server.Id);
        return world;
    }

    /// <summary>Puts a new server on the same store and the same ports in the place of one that is gone.</summary>
    public async Task StartAgainAsync()
    {
        await Server.DisposeAsync();
        Server = await _start.RunAsync([Grpc, OtlpHttp, Http]);
    }

    /// <summary>Waits until every sender gets something acknowledged again: nobody has to be started anew for it.</summary>
    public async Task UntilAllMoveAsync(string when)
    {
        var before = _senders.ConvertAll(static sender => sender.AcknowledgedSpans);
        var sent = _sdk.Delivery.Sent;
        await UntilAsync(() => _senders.Select((sender, i) => sender.AcknowledgedSpans > before[i]).All(static moved => moved) && _sdk.Delivery.Sent > sent, $"every sender is answered {when}");
    }

    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"Waited in vain until {what}. Retried: {string.Join("; ", _retried.Lines)}. The SDK: {_sdk.Delivery}. The server's log:\n{Server.Log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>What <c>/readyz</c> says, or null when there is no answer in time.</summary>
    public async Task<string?> ReadyAsync()
    {
        using var client = ServerClients.Http(Http, SendTimeout, null);
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Trim()}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends the load and holds the server to its promises: everything that it has acknowledged is there once, it answers, and takes no more of the machine than before.</summary>
    public async Task CheckAsync(Func<SentBatch, bool>? isHeld = null)
    {
        await _stop.CancelAsync();
        _giveUp.CancelAfter(Patience);
        await Task.WhenAll(_running).WaitAsync(Patience + SendTimeout);
        var flushed = await _sdk.FlushAsync(Patience);
        var batches = _ledger.Batches;
        foreach (var line in _retried.Lines)
        {
            _notes.Say($"retried: {line}");
        }

        _notes.Expect(_refused.Total == 0, $"Senders were told never to send this again: {string.Join("; ", _refused.Lines)}");
        _notes.Expect(flushed.IsComplete && _sdk.Delivery.TotalDropped == 0, $"The SDK has lost spans: {flushed}; {_sdk.Delivery}");
        using var client = ServerClients.Grpc(Grpc, Patience, null);
        var audit = new StoreAudit(client, _ledger);
        await audit.ShouldHoldAsync(batches.Where(batch => batch.State == SentState.Acknowledged && isHeld?.Invoke(batch) != false));
        await audit.ShouldBeWholeAsync(batches.Where(static batch => batch.State == SentState.Unknown));
        var sdk = await SdkFaultsAsync(client);
        foreach (var fault in audit.Faults.Concat(sdk))
        {
            _notes.Wrong(fault);
        }

        using var http = ServerClients.Http(Http, Patience, null);
        await LookAsync(http);
        if (isHeld is null && batches.All(static batch => batch.State == SentState.Acknowledged))
        {
            var stored = (await ScrapedMetrics.ReadAsync(http))["otelbridge_store_spans"];
            var expected = (batches.Sum(static batch => batch.Count) * TraceMaker.SpansPerTrace) + (_sdk.TraceIds.Count * SdkSpans);
            _notes.Expect(stored == expected, $"The store has {stored} spans, and {expected} were sent");
        }

        _notes.Say(string.Create(CultureInfo.InvariantCulture, $"{AcknowledgedSpans:N0} spans acknowledged, {_sdk.TraceIds.Count * SdkSpans:N0} by the SDK ({_sdk.Delivery.Retried} retries); all are there once"));
    }

    /// <summary>The process takes about what it took before the fault.</summary>
    public async Task CheckProcessAsync()
    {
        // Connections end, and their handles with them, a moment after their clients.
        var now = ProcessReading.Of(Server.Id);
        for (var i = 0; i < 100 && now.Handles > _before.Handles + MoreHandles; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            now = ProcessReading.Of(Server.Id);
        }

        _notes.Say($"before: {_before}; after: {now}");
        _notes.Expect(now.Handles <= _before.Handles + MoreHandles, $"Handles stay open: {_before.Handles} before, {now.Handles} after");
        _notes.Expect(now.Resident <= _before.Resident + MoreMemory, $"Memory stays taken: {_before.Resident / 1e6:0} MB before, {now.Resident / 1e6:0} MB after");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        await Task.WhenAll(_running);
        _wires.ForEach(static wire => wire.Dispose());
        await Server.DisposeAsync(); // before the SDK, which waits for whoever does not answer
        _sdk.Dispose();
        _stop.Dispose();
        _giveUp.Dispose();
    }

    internal static SentBatch PlanYoung(Ledger ledger) => ledger.Add(TracesPerRequest, "", DateTimeOffset.UtcNow);

    private async Task<List<string>> SdkFaultsAsync(OtelBridge.Grpc.UnaryGrpcClient client)
    {
        var faults = new List<string>();
        foreach (var ids in _sdk.TraceIds.Chunk(100))
        {
            var answer = await client.CallAsync(OtelBridge.Grpc.TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { ids } });
            var counts = answer.Traces.ToDictionary(static trace => trace.Info.TraceId, static trace => trace.ResourceSpans.Sum(static resource => resource.ScopeSpans.Sum(static scope => scope.Spans.Count)));
            faults.AddRange(ids.Where(id => counts.GetValueOrDefault(id) != SdkSpans).Take(5).Select(id => $"trace {id} of the SDK has {counts.GetValueOrDefault(id)} spans of {SdkSpans}"));
        }

        return faults;
    }

    private async Task LookAsync(HttpClient http)
    {
        foreach (var path in new[] { "/traces", "/status", "/dashboard", "/readyz" })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            _notes.Expect(answer.StatusCode == HttpStatusCode.OK, $"{path} answers {(int)answer.StatusCode} after all is well again");
        }
    }
}
