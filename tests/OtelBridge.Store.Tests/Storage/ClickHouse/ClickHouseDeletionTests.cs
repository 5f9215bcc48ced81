using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.Store.Tests.Retention;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>Deletions and writes that meet, or end in between: no trace is there by half.</summary>
public sealed class ClickHouseDeletionTests : StoreSuite
{
    private readonly ClickHouseTestStore _store = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [InlineData("INSERT INTO trace_writes")] // its spans are there, and nobody knows
    [InlineData("INSERT INTO traces")] // its record has what is going to be deleted
    public async Task Delete_WhileAWriteIsOnItsWay_LeavesNothingOfTheOldTrace(string where)
    {
        await IngestAsync(Request(Span(1, 1, name: "old"), Span(1, 2, parent: 1)));
        await Store.Records.SetTagAsync(TraceIdText(1), "old", "tag", CancellationToken.None).WaitAsync(Patience);
        Task write;
        await using (var held = await _store.Database.HoldAsync(where, times: 1))
        {
            write = IngestAsync(Request(Span(1, 3, name: "new")));
            await held.ReachedAsync().WaitAsync(Patience);
            (await DeleteAsync()).ShouldBe(1);
            (await FindInfoAsync(1)).ShouldBeNull();
        }

        await write;

        await ShouldBeNewOrGoneAsync();
    }

    [Theory]
    [InlineData("DELETE FROM spans")]
    [InlineData("DELETE FROM trace_writes")]
    [InlineData("DELETE FROM traces")]
    public async Task Write_WhileADeletionIsOnItsWay_IsThere(string where)
    {
        await IngestAsync(Request(Span(1, 1, name: "old"), Span(1, 2, parent: 1)));
        Task<long> deletion;
        await using (var held = await _store.Database.HoldAsync(where, times: 1))
        {
            deletion = DeleteAsync();
            await held.ReachedAsync().WaitAsync(Patience);
            await IngestAsync(Request(Span(1, 3, name: "new")));
        }

        (await deletion).ShouldBe(1);

        (await GetAsync(1)).Info.Name.ShouldBe("new");
        await ShouldBeNewOrGoneAsync();
    }

    [Theory]
    [InlineData("DELETE FROM spans")]
    [InlineData("DELETE FROM trace_writes")]
    [InlineData("DELETE FROM traces")]
    public async Task Delete_EndsInBetween_HidesTheTraceAndTheDoctorEndsIt(string where)
    {
        await IngestAsync(Request(Span(1, 1), Span(1, 2, parent: 1), Span(2, 1)));
        await using (await _store.Database.FailAsync(where, EngineError.MemoryLimitExceeded))
        {
            await Should.ThrowAsync<StoreUnavailableException>(DeleteAsync());
        }

        (await FindInfoAsync(1)).ShouldBeNull();
        await CheckAsync(repair: true);

        (await CheckAsync(repair: false)).ShouldAllBe(static result => result.Outcome == CheckOutcome.Sound);
        (await FindInfoAsync(1)).ShouldBeNull();
        (await _store.Database.ExecuteAsync("SELECT trace_id FROM spans UNION ALL SELECT trace_id FROM traces")).ShouldBe($"{TraceIdText(2)}\n{TraceIdText(2)}\n");
    }

    [Fact]
    public async Task Doctor_WriteThatEndedBeforeItsRecord_MakesIt()
    {
        await using (await _store.Database.FailAsync("INSERT INTO traces", EngineError.MemoryLimitExceeded))
        {
            await Should.ThrowAsync<StoreUnavailableException>(IngestAsync(Request(Span(1, 1, name: "found"))));
        }

        await ShouldRepairAsync("records");
        (await GetAsync(1)).Info.Name.ShouldBe("found");
    }

    [Fact]
    public async Task Doctor_WriteThatEndedBeforeItsAnnouncement_FinishesIt()
    {
        await using (await _store.Database.FailAsync("INSERT INTO trace_writes", EngineError.MemoryLimitExceeded))
        {
            await Should.ThrowAsync<StoreUnavailableException>(IngestAsync(Request(Span(1, 1, name: "found"))));
        }

        await ShouldRepairAsync("announcements");
        (await GetAsync(1)).Info.Name.ShouldBe("found");
    }

    [Fact]
    public async Task Doctor_RecordThatIsWrong_ComputesItAgain()
    {
        await IngestAsync(Request(Span(1, 1, name: "right")));
        await _store.Database.ExecuteAsync("INSERT INTO traces SELECT * REPLACE (version + 1 AS version, 'wrong' AS name) FROM traces");

        await ShouldRepairAsync("records");
        (await GetAsync(1)).Info.Name.ShouldBe("right");
    }

    [Fact]
    public async Task GetTraces_MoreThanACallMayRead_IsRefusedWhileReading()
    {
        await IngestAsync(Request(Span(1, 1, name: new string('a', 3000)), Span(2, 1, name: new string('b', 3000))));
        using var client = new ClickHouseClient(ClickHouseAddress.Parse(await _store.Database.AddressAsync()));
        var reads = new ClickHouseReads(client);
        var reader = new ClickHouseTraceReader(reads, new ClickHouseSearch(reads, Store.Experiments), maxBytes: 5000);

        var one = await reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None);
        await Should.ThrowAsync<Grpc.MessageTooLargeException>(() => reader.GetTracesAsync([TraceIdText(1), TraceIdText(2)], CancellationToken.None));

        one.Count.ShouldBe(1);
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();

    private Task<long> DeleteAsync() =>
        Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1)] }, CancellationToken.None).WaitAsync(Patience);

    private async Task ShouldBeNewOrGoneAsync()
    {
        foreach (var trace in await Store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None))
        {
            trace.Info.SpanCount.ShouldBe(1);
            trace.Info.Tags.ShouldBeEmpty();
            trace.ResourceSpans.AllSpans().ShouldHaveSingleItem().Name.ShouldBe("new");
        }

        (await CheckAsync(repair: false)).ShouldAllBe(static result => result.Outcome == CheckOutcome.Sound);
    }

    private async Task ShouldRepairAsync(string check)
    {
        (await CheckAsync(repair: false)).Single(result => result.Name == check).Outcome.ShouldBe(CheckOutcome.Problem);
        (await CheckAsync(repair: true)).Single(result => result.Name == check).Outcome.ShouldBe(CheckOutcome.Repaired);
        (await CheckAsync(repair: false)).ShouldAllBe(static result => result.Outcome == CheckOutcome.Sound);
    }

    // At a time when nothing is on its way any more.
    private async Task<List<CheckResult>> CheckAsync(bool repair)
    {
        await Store.DisposeAsync();
        await using var later = await ClickHouseTraceStore.OpenAsync(
            ClickHouseAddress.Parse(await _store.Database.AddressAsync()), StoreAccess.ReadWrite, new StoppedClock(DateTimeOffset.UtcNow.AddHours(1)), CancellationToken.None);
        var results = new List<CheckResult>();
        foreach (var check in StoreCheckup.Of(later))
        {
            results.AddRange(await check.RunAsync(repair, static (_, _) => { }, CancellationToken.None).WaitAsync(Patience));
        }

        await later.DisposeAsync();
        await ReopenAsync();
        return results;
    }
}
