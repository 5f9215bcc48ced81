using OtelBridge.Store.Doctor;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Masking;

/// <summary>Masking of what is stored already, on each kind of store that can be.</summary>
public abstract class StoreMaskingSuite
{
    private static readonly MaskingRules Rules = MaskFiles.Rules("\"name\": \"mail\", \"find\": \"email\"");

    protected abstract Task<string> AddressAsync();

    protected virtual bool LooksAtBytes => false;

    /// <summary>Where a word still is, below what the store says; nowhere where that cannot be looked at.</summary>
    protected virtual Task<IReadOnlyList<string>> BytesAsync(string word) => Task.FromResult<IReadOnlyList<string>>([]);

    [Fact]
    public async Task Secret_ThatIsStoredInEveryField_IsNowhereAfterwards_AndTheDryRunHasCountedIt()
    {
        await FillAsync();
        (await BytesAsync(SecretStore.Word)).Any().ShouldBe(LooksAtBytes);

        var dry = await RunAsync(new MaskingWork { Rules = Rules, IsDryRun = true });
        var before = await ReadAsync(SecretStore.SaidAsync);
        var done = await RunAsync(new MaskingWork { Rules = Rules });
        var again = await RunAsync(new MaskingWork { Rules = Rules, IsDryRun = true });

        before.ShouldContain(SecretStore.Secret);
        (dry.Traces, dry.ChangedTraces, dry.ChangedOthers).ShouldBe((5, 2, 3));
        (done.Values, done.ChangedTraces, done.ChangedOthers).ShouldBe((dry.Values, dry.ChangedTraces, dry.ChangedOthers));
        Lines(done).ShouldBe(Lines(dry));
        dry.Counts.ShouldAllBe(static count => count.Rule == "mail" && !count.Field.Contains(SecretStore.Word, StringComparison.Ordinal));
        (again.Values, again.ChangedTraces, again.ChangedOthers).ShouldBe((0, 0, 0));
        (await BytesAsync(SecretStore.Word)).ShouldBeEmpty();
        await using var store = await OpenAsync(StoreAccess.ReadWrite);
        (await SecretStore.SaidAsync(store)).ShouldNotContain(SecretStore.Secret, Case.Insensitive);
        (await SecretStore.CountAsync(store, $"trace.text LIKE '%{SecretStore.Word}%'")).ShouldBe(0);
        (await SecretStore.CountAsync(store, "trace.text LIKE '%zebra%'")).ShouldBe(1);
        (await SecretStore.CountAsync(store, "trace.text LIKE '%zeb%'")).ShouldBe(1);
        (await SecretStore.CountAsync(store, "span.name = 'neighbour'")).ShouldBe(3);
        (await SecretStore.CountAsync(store, "tag.who = '[masked]'")).ShouldBe(1);
        await ShouldBeSoundAsync(store);
    }

    [Fact]
    public async Task Selection_LeavesTheOthersAsTheyAre()
    {
        await FillAsync();

        var report = await RunAsync(new MaskingWork { Rules = Rules, Filter = "tag.mail = 'nobody' OR span.name = 'neighbour'" });

        (report.Traces, report.ChangedTraces, report.ChangedOthers, report.Values).ShouldBe((3, 0, 0, 0));
        (await ReadAsync(SecretStore.SaidAsync)).ShouldContain(SecretStore.Secret);
    }

    protected Task<ITraceStore> OpenAsync(StoreAccess access) => OpenStoreAsync(AddressAsync(), access);

    private static async Task<ITraceStore> OpenStoreAsync(Task<string> address, StoreAccess access) => await TraceStores.OpenAsync(await address, access, CancellationToken.None);

    private static IEnumerable<(string, string, long)> Lines(MaskingReport report) => report.Counts.Select(static count => (count.Rule, count.Field, count.Values));

    // With traces beside it in one block, and with copies that something replaced.
    private async Task FillAsync()
    {
        await using var store = await OpenAsync(StoreAccess.ReadWrite);
        var ingestor = new TraceIngestor(store);
        var early = SecretStore.Spans(1, ended: false);
        early.ResourceSpans.Add(Request(Span(11, 1, name: "neighbour").With("note", "a zebra"), Span(12, 1, name: "neighbour")).ResourceSpans);
        await ingestor.IngestAsync(early, null, CancellationToken.None);
        await ingestor.IngestAsync(Request(Span(13, 1, name: $"once {SecretStore.Secret}", durationMs: -1)), null, CancellationToken.None);
        await ingestor.IngestAsync(Request(Span(13, 1, name: "neighbour")), null, CancellationToken.None);
        await SecretStore.FillAsync(store);
        await store.FinishIndexAsync(CancellationToken.None);
    }

    private async Task<MaskingReport> RunAsync(MaskingWork work) => await StoreMasking.RunAsync(await AddressAsync(), work, CancellationToken.None);

    private async Task<T> ReadAsync<T>(Func<ITraceStore, Task<T>> read)
    {
        await using var store = await OpenAsync(StoreAccess.ReadOnly);
        return await read(store);
    }

    private static async Task ShouldBeSoundAsync(ITraceStore store)
    {
        foreach (var check in StoreCheckup.Of(store))
        {
            var results = await check.RunAsync(repair: false, static (_, _) => { }, CancellationToken.None);
            results.Where(static result => result.Outcome == CheckOutcome.Problem).Select(static result => $"{result.Name}: {result.Text}").ShouldBeEmpty();
        }
    }
}
