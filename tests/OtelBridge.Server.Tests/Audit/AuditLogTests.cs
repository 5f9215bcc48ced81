using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>What waits to be written, where the store is away, where too much comes, and when it is too old.</summary>
public sealed class AuditLogTests
{
    private readonly Shelf _shelf = new();
    private readonly AuditLedger _ledger = new();

    [Fact]
    public async Task Alike_IsOneEntryWithItsNumber_FromTheFirst()
    {
        await using var log = Log();

        log.Note(Entry("ada") with { TimeMs = 7, Items = 10 });
        log.Note(Entry("ada") with { TimeMs = 5, Items = 1 });
        log.Note(Entry("bob"));
        await log.FlushAsync(CancellationToken.None);

        _shelf.Entries.Order(Comparer<AuditEntry>.Create(static (a, b) => string.CompareOrdinal(a.Who, b.Who)))
            .ShouldBe([Entry("ada") with { TimeMs = 5, Requests = 2, Items = 11 }, Entry("bob")]);
    }

    [Fact]
    public async Task StoreThatIsAway_LosesNothing_AndFailsNobody()
    {
        await using var log = Log();
        _shelf.Fault = new StoreUnavailableException("away");

        log.Note(Entry("ada"));
        await log.WriteAsync([Entry("bob") with { Action = AuditAction.Delete }]);
        await log.FlushAsync(CancellationToken.None);
        log.Note(Entry("ada"));
        _shelf.Fault = null;
        await log.FlushAsync(CancellationToken.None);

        _shelf.Entries.Select(static entry => (entry.Who, entry.Requests)).Order().ShouldBe([("ada", 2), ("bob", 1)]);
        _ledger.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Queue_ThatIsFull_CountsWhatItLoses_AndTheLogSaysSo()
    {
        await using var log = Log();
        _shelf.Fault = new StoreUnavailableException("away");
        await log.FlushAsync(CancellationToken.None);

        for (var i = 0; i < AuditLog.MostWaiting + 3; i++)
        {
            log.Note(Entry($"caller {i}"));
        }

        log.Note(Entry("caller 1")); // like one that has its place
        _shelf.Fault = null;
        await log.FlushAsync(CancellationToken.None);
        await log.FlushAsync(CancellationToken.None);

        var lost = _shelf.Entries.Where(static entry => entry.Action == AuditAction.Lost).Sum(static entry => entry.Items);
        (lost + _shelf.Entries.Where(static entry => entry.Action == AuditAction.Read).Sum(static entry => entry.Requests)).ShouldBe(AuditLog.MostWaiting + 4);
        _ledger.Lost.ShouldBe(lost!.Value);
        lost.Value.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task NamesThatAreMadeUp_FillNothing_AndAreCounted()
    {
        await using var log = Log();

        for (var i = 0; i < AuditTally.MostRefused + 50; i++)
        {
            log.Note(Entry($"guess {i}") with { Action = AuditAction.SignInRefused });
        }

        await log.FlushAsync(CancellationToken.None);

        _shelf.Entries.Count.ShouldBe(AuditTally.MostRefused + 1);
        _shelf.Entries.Single(static entry => entry.Who == "others").Requests.ShouldBe(50);
    }

    [Fact]
    public async Task End_WritesWhatWaits()
    {
        await using (var log = Log())
        {
            log.Note(Entry("ada"));
        }

        _shelf.Entries.ShouldBe([Entry("ada")]);
    }

    [Fact]
    public async Task Trim_RemovesWhatIsOlderThanTheOptionsSay()
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync($"sqlite:{folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        var kept = ((IAccessStore)store).Audit;
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        await kept.AppendAsync([.. new[] { 366, 364, 1 }.Select(days => Entry($"{days} days ago") with { TimeMs = (now - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds() })], CancellationToken.None);
        await using var log = new AuditLog(kept, new AuditOptions(), _ledger, new Clock(now), NullLogger<AuditLog>.Instance);
        await using var forEver = new AuditLog(kept, new AuditOptions { MaxAge = null }, _ledger, new Clock(now + TimeSpan.FromDays(9999)), NullLogger<AuditLog>.Instance);

        await forEver.TrimAsync(CancellationToken.None);
        var before = (await log.SearchAsync(new AuditQuery(), CancellationToken.None)).Items.Count;
        await log.TrimAsync(CancellationToken.None);

        before.ShouldBe(3);
        (await log.SearchAsync(new AuditQuery { Action = AuditAction.Read }, CancellationToken.None)).Items.Select(static entry => entry.Who).ShouldBe(["1 days ago", "364 days ago"]);
        (await log.SearchAsync(new AuditQuery { Action = AuditAction.Trim }, CancellationToken.None)).Items.ShouldHaveSingleItem().Items.ShouldBe(1);
    }

    private static AuditEntry Entry(string who) => new(1, who, AuditAction.Read);

    private AuditLog Log() => new(_shelf, new AuditOptions(), _ledger, TimeProvider.System, NullLogger<AuditLog>.Instance);

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Shelf : IAuditLog
    {
        private readonly Lock _gate = new();

        public Exception? Fault { get; set; }

        public List<AuditEntry> Entries { get; } = [];

        public Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Entries.AddRange(Fault is null ? entries : throw Fault);
            }

            return Task.CompletedTask;
        }

        public Task<Page<AuditEntry>> SearchAsync(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> TrimAsync(long beforeMs, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
