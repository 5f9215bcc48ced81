using System.Globalization;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.Store.Tests.Retention;
using OtelBridge.TestSupport.ClickHouse;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>Two servers on one database and one PostgreSQL catalogue, with clocks hours apart.</summary>
public sealed class ClickHouseSharedStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Trace = TraceIdText(1);

    private readonly PostgresTestDatabase _catalog = new();
    private ClickHouseTestDatabase _database = null!; // set before each test
    private ITraceStore _early = null!;
    private ITraceStore _late = null!;

    public async Task InitializeAsync()
    {
        _database = new ClickHouseTestDatabase { Options = "gather=0&catalog=" + Uri.EscapeDataString(await _catalog.AddressAsync()) };
        var now = DateTimeOffset.UtcNow;
        _early = await OpenAsync(now.AddHours(-5));
        _late = await OpenAsync(now.AddHours(5));
        await new TraceIngestor(_late).IngestAsync(Request(Span(1, 1)), null, CancellationToken.None).WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _early.DisposeAsync();
        await _late.DisposeAsync();
        await _database.DisposeAsync();
        await _catalog.DisposeAsync();
    }

    [Fact]
    public async Task ChangeTag_OnBothAtOnce_NoChangeIsLost()
    {
        const int EachTimes = 8;
        await Task.WhenAll(CountUpAsync(_early, EachTimes), CountUpAsync(_late, EachTimes), CountUpAsync(_early, EachTimes)).WaitAsync(Patience);

        (await InfoAsync(_late)).Tags["count"].ShouldBe("24");
    }

    [Fact]
    public async Task Changes_OnBothAtOnce_AddUp()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? _early : _late).Records.SetTagAsync(Trace, $"tag{i}", "set", CancellationToken.None)).Append(
                _early.Assessments.CreateAsync(new Assessment { TraceId = Trace, Name = "good", Feedback = new Feedback { Value = "true" } }, CancellationToken.None))).WaitAsync(Patience);

        var info = await InfoAsync(_early);
        info.Tags.Keys.ShouldBe(Enumerable.Range(0, 10).Select(static i => $"tag{i}"), ignoreOrder: true);
        info.Assessments.ShouldHaveSingleItem().Name.ShouldBe("good");
        info.ShouldBe(await InfoAsync(_late));
    }

    [Fact]
    public async Task Change_OnTheServerWhoseClockIsBehind_IsTheLast()
    {
        await _late.Records.SetTagAsync(Trace, "who", "late", CancellationToken.None).WaitAsync(Patience);
        await _early.Records.SetTagAsync(Trace, "who", "early", CancellationToken.None).WaitAsync(Patience);

        (await InfoAsync(_late)).Tags["who"].ShouldBe("early");
    }

    private static async Task CountUpAsync(ITraceStore store, int times)
    {
        var seen = (string?)null;
        for (var done = 0; done < times;)
        {
            var next = (int.Parse(seen ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            var change = await store.Records.ChangeTagAsync(Trace, "count", seen, next, CancellationToken.None);
            (done, seen) = (done + (change.IsDone ? 1 : 0), change.Value);
        }
    }

    private static async Task<TraceInfo> InfoAsync(ITraceStore store) =>
        (await store.Reader.FindTraceInfoAsync(Trace, CancellationToken.None).WaitAsync(Patience)).ShouldNotBeNull();

    private async Task<ITraceStore> OpenAsync(DateTimeOffset now) => await ClickHouseTraceStore.OpenAsync(
        ClickHouseAddress.Parse(await _database.AddressAsync()), StoreAccess.ReadWrite, new StoppedClock(now), CancellationToken.None);
}
