using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>What goes wrong while spans are written: nothing acknowledged is lost, nothing counts twice, and a sender hears what it can do.</summary>
public sealed class ClickHouseWriteFaultTests : IAsyncLifetime
{
    private const string Spans = "INSERT INTO spans";
    private const string Writes = "INSERT INTO trace_writes";
    private const string Records = "INSERT INTO traces";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ClickHouseTestStore _database = new();
    private ITraceStore _store = null!; // set before each test

    public async Task InitializeAsync() => _store = await _database.OpenAsync();

    public async Task DisposeAsync()
    {
        await _database.Database.RecoverAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(EngineError.TooManyParts, Spans, "too many parts")]
    [InlineData(EngineError.MemoryLimitExceeded, "FROM trace_writes", "no memory left")]
    [InlineData(EngineError.Readonly, Spans, "read-only")]
    [InlineData(EngineError.TableIsReadOnly, Writes, "read-only")]
    [InlineData(EngineError.NotEnoughSpace, Records, "disk")]
    public async Task Write_RefusedForNow_IsUnavailableAndStoredByTheNextTry(EngineError error, string statement, string said)
    {
        await using (await _database.Database.FailAsync(statement, error))
        {
            (await Should.ThrowAsync<StoreUnavailableException>(SendAsync(1, 3))).Message.ShouldContain(said);
        }

        await SendAsync(1, 3);

        await CheckAsync(1, 3);
    }

    [Theory]
    [InlineData(Spans)]
    [InlineData(Writes)]
    [InlineData(Records)]
    public async Task Write_AnswerOfAnInsertIsLost_IsRepeatedAndStoredOnce(string insert)
    {
        await using var lost = await _database.Database.LoseAnswerAsync(insert, times: 2);

        await SendAsync(1, 3);

        await CheckAsync(1, 3);
        (await _database.Database.SentAsync(insert)).Select(statement => statement.Settings["insert_deduplication_token"]).Distinct().Count().ShouldBe(1);
        (await _database.Database.ExecuteAsync("SELECT count() FROM spans")).Trim().ShouldBe("3");
        (await _database.Database.ExecuteAsync("SELECT count() FROM traces")).Trim().ShouldBe("1");
    }

    [Theory]
    [InlineData(Spans)]
    [InlineData(Writes)]
    [InlineData("FROM trace_writes")]
    [InlineData(Records)]
    public async Task Write_ServerIsGoneInBetween_TheNextTryCompletesIt(string from)
    {
        await SendAsync(1, 2);
        await using (await _database.Database.RefuseAsync(from))
        {
            await Should.ThrowAsync<StoreUnavailableException>(SendAsync(1, 5));
        }

        await SendAsync(1, 5);

        await CheckAsync(1, 5);
    }

    [Fact]
    public async Task Write_TimedOutButArrived_CountsOnce()
    {
        var address = (await _database.Database.AddressAsync()) + "&timeout=1";
        await using var impatient = await TraceStores.OpenAsync(address.Replace("catalog.db", "impatient.db", StringComparison.Ordinal), StoreAccess.ReadWrite, CancellationToken.None);
        await using (var slow = await _database.Database.HoldAsync(Spans))
        {
            (await Should.ThrowAsync<StoreUnavailableException>(SendAsync(impatient, 1, 3))).Message.ShouldContain("in time");
        }

        await SendAsync(impatient, 1, 3);

        await CheckAsync(1, 3);
    }

    [Fact]
    public async Task Write_GroupIsRefused_ItsRequestsAreTriedOneByOne()
    {
        var faults = await FillSlotsAsync();
        var waiting = Enumerable.Range(10, 4).Select(trace => SendAsync(trace, 2)).ToList();
        await using var refused = await _database.Database.FailAsync(Spans, EngineError.UnknownTable, times: 2);
        foreach (var fault in faults)
        {
            await fault.DisposeAsync();
        }

        // The group, and then the first of its requests, which is the one to blame.
        var ends = await Task.WhenAll(waiting.Select(async task => await Record.ExceptionAsync(() => task))).WaitAsync(Patience);

        ends.OfType<Exception>().ShouldHaveSingleItem().ShouldNotBeOfType<StoreUnavailableException>();
    }

    [Fact]
    public async Task Write_MoreWaitsThanMay_IsRefusedAtOnceAndTheRestIsStored()
    {
        const int Most = 4096;
        var faults = await FillSlotsAsync();
        using var cancellation = new CancellationTokenSource();
        var cancelled = new TraceIngestor(_store).IngestAsync(Request(Span(9, 1)), null, cancellation.Token);
        var waiting = Enumerable.Range(1, Most - 1).Select(number => SendAsync(_store, Span(10 + (number % 50), number))).ToList();

        await Should.ThrowAsync<StoreUnavailableException>(SendAsync(8, 1)).WaitAsync(Patience);
        await cancellation.CancelAsync();
        foreach (var fault in faults)
        {
            await fault.DisposeAsync();
        }

        await Task.WhenAll(waiting).WaitAsync(Patience);
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        (await _database.Database.ExecuteAsync("SELECT count() FROM spans WHERE trace_id NOT IN (SELECT trace_id FROM traces)")).Trim().ShouldBe("0");
        (await _store.Reader.FindTraceInfoAsync(TraceIdText(8), CancellationToken.None)).ShouldBeNull();
        (await _store.Reader.FindTraceInfoAsync(TraceIdText(9), CancellationToken.None)).ShouldBeNull();
        (await _store.Reader.FindTraceInfoAsync(TraceIdText(10), CancellationToken.None)).ShouldNotBeNull().SpanCount.ShouldBe(Most / 50);
    }

    [Fact]
    public async Task Dispose_WritesWait_TheyAreStored()
    {
        var faults = await FillSlotsAsync();
        var waiting = Enumerable.Range(10, 20).Select(trace => SendAsync(trace, 2)).ToList();

        var disposed = _store.DisposeAsync().AsTask();
        await Should.ThrowAsync<StoreUnavailableException>(SendAsync(8, 1));
        foreach (var fault in faults)
        {
            await fault.DisposeAsync();
        }

        await Task.WhenAll([disposed, .. waiting]).WaitAsync(Patience);
        _store = await _database.OpenAsync();
        await CheckAsync(29, 2);
    }

    [Fact]
    public async Task Write_OneServerExtendsATrace_NeverReadsItsSpans()
    {
        for (var spans = 1; spans <= 10; spans++)
        {
            await SendAsync(_store, Span(1, spans, spans == 1 ? null : 1));
        }

        await CheckAsync(1, 10);
        (await _database.Database.SentAsync("FROM spans WHERE")).ShouldAllBe(statement => statement.Text.Contains("payload"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Write_ClocksAreHoursApart_TheSameTraceFollows(int hours)
    {
        await using var shifted = await _database.OpenBesideAsync(new ShiftedClock(TimeSpan.FromHours(hours)));
        await SendAsync(shifted, Span(1, 1, durationMs: -1));
        await SendAsync(_store, Span(1, 1, name: "ended", durationMs: 30));
        await SendAsync(shifted, Span(1, 2, 1));
        await SendAsync(_store, Span(1, 3, 2));
        await SendAsync(shifted, Span(1, 1, durationMs: -1));

        var info = await InfoAsync(1);

        info.Name.ShouldBe("ended");
        info.State.ShouldBe(TraceState.Ok);
        info.SpanCount.ShouldBe(3);
        (await shifted.Reader.FindTraceInfoAsync(TraceIdText(1), CancellationToken.None)).ShouldBe(info);
    }

    /// <summary>Lets as many groups as may be under way wait for the engine.</summary>
    private async Task<List<IAsyncDisposable>> FillSlotsAsync()
    {
        const int Groups = 3;
        var faults = new List<IAsyncDisposable>();
        for (var i = 0; i < Groups; i++)
        {
            var held = await _database.Database.HoldAsync(Spans, times: 1);
            faults.Add(held);
            _ = SendAsync(100 + i, 1);
            await held.ReachedAsync();
        }

        return faults;
    }

    private Task SendAsync(int trace, int spans) => SendAsync(_store, trace, spans);

    private static Task SendAsync(ITraceStore store, int trace, int spans) =>
        SendAsync(store, [.. Enumerable.Range(1, spans).Select(number => Span(trace, number, number == 1 ? null : 1))]);

    private static Task SendAsync(ITraceStore store, params Span[] spans) =>
        new TraceIngestor(store).IngestAsync(Request(spans.Select(span => span.Clone())), null, CancellationToken.None).WaitAsync(Patience);

    private async Task<TraceInfo> InfoAsync(int trace) =>
        (await _store.Reader.GetTracesAsync([TraceIdText(trace)], CancellationToken.None).WaitAsync(Patience)).ShouldHaveSingleItem().Info;

    private async Task CheckAsync(int trace, int spans)
    {
        var found = (await _store.Reader.GetTracesAsync([TraceIdText(trace)], CancellationToken.None).WaitAsync(Patience)).ShouldHaveSingleItem();
        found.Info.SpanCount.ShouldBe(spans);
        found.ResourceSpans.AllSpans().Count().ShouldBe(spans);
        (await _store.Aggregates.ReadSeriesAsync(new([], $"request_id = '{TraceIdText(trace)}'", null, null), 1, CancellationToken.None)).Whole.Count.ShouldBe(1);
    }
}
