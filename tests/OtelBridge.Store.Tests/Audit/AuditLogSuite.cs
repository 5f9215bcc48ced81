using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Audit;

/// <summary>Who did what, as every backend keeps it.</summary>
public abstract class AuditLogSuite : IAsyncLifetime
{
    private ITraceStore? _store;

    private IAuditLog Log => ((IAccessStore)_store!).Audit; // opened before each test

    public async Task InitializeAsync() => _store = await OpenAsync();

    public virtual async Task DisposeAsync() => await _store!.DisposeAsync();

    [Fact]
    public async Task Entries_AreKeptWithEverything_AndReadPageByPage_TheNewestFirst()
    {
        var full = Entry(2, "ada", AuditAction.Delete, "experiment:7 trace:tr-1") with
        {
            From = "10.0.0.7", Wire = "http", Request = "POST /api/3.0/mlflow/traces/delete-traces", Outcome = "200", Requests = 3, Items = 12,
        };
        await Log.AppendAsync([Entry(1, "ada", AuditAction.Read), full, Entry(2, "bob", AuditAction.Read)], CancellationToken.None);

        var first = await Log.SearchAsync(new AuditQuery { MaxResults = 2 }, CancellationToken.None);
        var second = await Log.SearchAsync(new AuditQuery { MaxResults = 2, PageToken = first.NextPageToken }, CancellationToken.None);

        first.Items.ShouldBe([Entry(2, "bob", AuditAction.Read), full]);
        second.Items.ShouldBe([Entry(1, "ada", AuditAction.Read)]);
        second.NextPageToken.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidPageTokenException>(Log.SearchAsync(new AuditQuery { PageToken = "made up" }, CancellationToken.None));
    }

    [Fact]
    public async Task Search_ByTimeWhoActionAndSubject_FindsWhatIsMeantAlone()
    {
        await Log.AppendAsync(
            [
                Entry(1, "ada", AuditAction.Read, "experiment:7"), Entry(2, "ada", AuditAction.Delete, "experiment:77 trace:tr-1"), Entry(3, "key:a1", AuditAction.Read, "trace:tr-1 user:ada%20l"),
                Entry(4, "Ada", AuditAction.Read, "run:7"),
            ],
            CancellationToken.None);

        (await TimesAsync(new AuditQuery { FromMs = 2, ToMs = 4 })).ShouldBe([3, 2]);
        (await TimesAsync(new AuditQuery { Who = "ada" })).ShouldBe([2, 1]);
        (await TimesAsync(new AuditQuery { Action = AuditAction.Delete })).ShouldBe([2]);
        (await TimesAsync(new AuditQuery { About = "experiment:7" })).ShouldBe([1]);
        (await TimesAsync(new AuditQuery { About = "7" })).ShouldBe([4, 1]);
        (await TimesAsync(new AuditQuery { About = "tr-1", Who = "ada" })).ShouldBe([2]);
        (await TimesAsync(new AuditQuery { About = "ada%20l" })).ShouldBe([3]);
        (await TimesAsync(new AuditQuery { About = "experiment:%" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_ByOutcome_TellsWhatEndedWellFromWhatDidNot()
    {
        string[] good = ["", "Ok", "done", "200", "303"];
        string[] bad = ["PermissionDenied", "stopped", "failed", "401", "499", "500"];
        await Log.AppendAsync([.. good.Concat(bad).Select(static outcome => Entry(1, "ada", AuditAction.Read) with { Outcome = outcome })], CancellationToken.None);

        (await OutcomesAsync(AuditOutcomes.Succeeded)).ShouldBe(good, ignoreOrder: true);
        (await OutcomesAsync(AuditOutcomes.Failed)).ShouldBe(bad, ignoreOrder: true);
        (await OutcomesAsync("401")).ShouldBe(["401"]);
        good.ShouldAllBe(static outcome => AuditOutcomes.IsSuccess(outcome));
        bad.ShouldAllBe(static outcome => !AuditOutcomes.IsSuccess(outcome));
    }

    [Fact]
    public async Task Rows_OnceWritten_AreNeitherChangedNorRemoved()
    {
        await Log.AppendAsync([Entry(1, "ada", AuditAction.Read)], CancellationToken.None);

        foreach (var sql in (string[])["UPDATE audit_entries SET who = 'bob'", "DELETE FROM audit_entries", "DELETE FROM audit_trim; DELETE FROM audit_entries"])
        {
            var refusal = await Should.ThrowAsync<Exception>(() => ExecuteAsync(sql), sql);
            refusal.Message.ShouldContain("The audit log is only added to.", Case.Sensitive, sql);
        }

        (await TimesAsync(new AuditQuery())).ShouldBe([1]);
    }

    [Fact]
    public async Task Trim_RemovesWhatIsOlder_AndSaysSoInTheLogItself()
    {
        await Log.AppendAsync([Entry(1, "ada", AuditAction.Read), Entry(2, "ada", AuditAction.Read), Entry(3_600_000, "ada", AuditAction.Read)], CancellationToken.None);

        (await Log.TrimAsync(3_600_000, CancellationToken.None)).ShouldBe(2);
        (await Log.TrimAsync(3_600_000, CancellationToken.None)).ShouldBe(0);

        var left = (await Log.SearchAsync(new AuditQuery(), CancellationToken.None)).Items;
        left.Count.ShouldBe(2);
        (left[0] with { TimeMs = 0 }).ShouldBe(new AuditEntry(0, "server", AuditAction.Trim) { Wire = "server", About = "before:1970-01-01T01:00:00Z", Items = 2 });
        left[1].TimeMs.ShouldBe(3_600_000);
        await Should.ThrowAsync<Exception>(() => ExecuteAsync("DELETE FROM audit_entries")); // the leave was for that one time
    }

    protected abstract Task<ITraceStore> OpenAsync();

    /// <summary>Runs a statement past the store.</summary>
    protected abstract Task ExecuteAsync(string sql);

    private static AuditEntry Entry(long time, string who, AuditAction action, string about = "") => new(time, who, action) { About = about };

    private async Task<IEnumerable<string>> OutcomesAsync(string outcome) =>
        (await Log.SearchAsync(new AuditQuery { Outcome = outcome }, CancellationToken.None)).Items.Select(static entry => entry.Outcome);

    private async Task<IEnumerable<long>> TimesAsync(AuditQuery query) => (await Log.SearchAsync(query, CancellationToken.None)).Items.Select(static entry => entry.TimeMs);
}
