using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Server.Tests.Security.Browsers;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>The page of the audit log, and the log as a file.</summary>
public sealed class AuditPageTests
{
    private const string Script = "<script>alert(1)</script>";

    [Fact]
    public async Task Page_ShowsAdminsWhoDidWhat_NarrowedByItsAddress_AndIsItselfInTheLog()
    {
        await using var server = await GuardedServer.StartAsync();
        var (trace, run) = await server.FillAsync(server.Own);
        await server.PostAsync("/api/2.0/mlflow/runs/delete", new { run_id = run });
        await server.GetAsync($"/api/3.0/mlflow/traces/{trace}", GuardedServer.Manager);
        await server.GetAsync($"/api/2.0/mlflow/experiments/get?experiment_id={server.Foreign}", GuardedServer.Manager);
        using var admin = await Browser.OfAdminAsync(server);

        var all = await RowsAsync(admin, "audit");
        var ofTrace = await RowsAsync(admin, $"audit?about=trace:{trace}");
        var failed = await RowsAsync(admin, "audit?who=manager&outcome=failed");
        var deleted = await RowsAsync(admin, "audit?action=delete&from=1h&outcome=succeeded");
        var later = await RowsAsync(admin, "audit?from=2099-01-01");
        var (_, _, wrong) = await admin.GetAsync("audit?from=soon");
        var (_, _, page) = await admin.GetAsync($"traces/{trace}");
        var (_, _, experiment) = await admin.GetAsync($"experiments/{server.Own}");

        all.ShouldContain(static row => row.Contains("grant", StringComparison.Ordinal) && row.Contains("user:manager", StringComparison.Ordinal));
        ofTrace.ShouldContain(row => row.Contains("manager", StringComparison.Ordinal) && row.Contains("read", StringComparison.Ordinal) && row.Contains($"traces/{trace}", StringComparison.Ordinal)); // leads to it
        failed.ShouldHaveSingleItem().ShouldContain("404");
        deleted.ShouldHaveSingleItem().ShouldContain($"run:{run}");
        later.ShouldBeEmpty();
        wrong.ShouldContain("is not a time; write 2026-11-22");
        page.ShouldContain($"href=\"audit?about=trace%3A{trace}\"");
        experiment.ShouldContain($"href=\"audit?about=experiment%3A{server.Own}\"");
        (await server.AuditAsync("action=search&who=admin")).Where(static row => row.Request == "GET /audit" && row.Outcome == "200").Sum(static row => row.Requests).ShouldBe(6);
    }

    [Fact]
    public async Task Page_IsForAdmins_AndOfferedToNobodyElse()
    {
        await using var server = await GuardedServer.StartAsync();
        var (trace, _) = await server.FillAsync(server.Own);
        using var manager = await Browser.OfManagerAsync(server);

        var (status, _, text) = await manager.GetAsync("audit");
        var (_, _, page) = await manager.GetAsync($"traces/{trace}");

        status.ShouldBe(403);
        text.ShouldContain("This needs the scope admin");
        page.ShouldNotContain("href=\"audit");
    }

    [Fact]
    public async Task Entries_AreReadPageByPage_AndTakenWholeAsAFile()
    {
        await using var store = await TestStore.MakeAsync(TestStore.Sqlite);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await StoreAuditOf(store, Enumerable.Range(1, 2300).Select(number => new AuditEntry(now - number, "ada", AuditAction.Read)
        {
            About = string.Create(CultureInfo.InvariantCulture, $"run:{number:x}"), Outcome = "200",
        }));
        await using var server = await ServerUnderTest.StartAsync(static options => options.Audit.IsOn = true, store.Address);
        using var browser = new Browser(server);

        var first = await RowsAsync(browser, "audit?who=ada");
        var (_, _, text) = await browser.GetAsync("audit?who=ada");
        var older = Between(text, "href=\"", "\" data-key=\"n\"");
        var second = await RowsAsync(browser, WebUtility.HtmlDecode(older));
        var csv = (await server.Http.GetStringAsync(new Uri($"{AuditedServer.Path}?who=ada&format=csv", UriKind.Relative))).Split("\r\n");
        var lines = (await server.Http.GetStringAsync(new Uri($"{AuditedServer.Path}?who=ada&format=jsonl", UriKind.Relative))).Split('\n');
        using var unknown = await server.Http.GetAsync(new Uri($"{AuditedServer.Path}?format=xls", UriKind.Relative));

        first.Count.ShouldBe(100);
        first[0].ShouldContain("run:1");
        second[0].ShouldContain("run:65"); // the 101st
        csv[0].ShouldBe("time,who,action,about,outcome,requests,items,from,wire,request");
        csv[1].ShouldEndWith(",ada,read,run:1,200,1,,,,");
        csv.Length.ShouldBe(2302); // with the header, and what follows the last line
        ((string?)JsonNode.Parse(lines[2299])!["about"]![0]).ShouldBe("run:8fc");
        lines.Length.ShouldBe(2301);
        ((int)unknown.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task NamesOfStrangers_AreTextOnThePage_AndNoFormulaInTheFile()
    {
        await using var server = await GuardedServer.StartAsync();
        await server.GetAsync("/", GuardedServer.Basic(Script, "a guess"));
        await server.GetAsync("/", GuardedServer.Basic("=HYPERLINK(1)", "a guess"));
        using var admin = await Browser.OfAdminAsync(server);

        var (_, _, text) = await admin.GetAsync($"audit?who={Uri.EscapeDataString(Script)}&about={Uri.EscapeDataString("\"><b>")}");
        var (_, _, all) = await admin.GetAsync("audit");
        var (_, csv) = await server.GetAsync($"{AuditedServer.Path}?format=csv", GuardedServer.Admin);

        all.ShouldContain(WebUtility.HtmlEncode(Script));
        (all + text).ShouldNotContain(Script);
        (all + text).ShouldNotContain("\"><b>");
        csv.ShouldContain(",'=HYPERLINK(1),sign-in-refused,");
    }

    [Fact]
    public async Task ServerWithoutALog_SaysHowToKeepOne()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var browser = new Browser(server);

        var (status, _, text) = await browser.GetAsync("audit");
        var (_, _, health) = await browser.GetAsync("status");

        status.ShouldBe(404);
        text.ShouldContain("Started with --audit it does");
        health.ShouldNotContain("href=\"audit\"");
    }

    // The cells of each row as text, and the addresses of its links.
    private static async Task<List<string>> RowsAsync(Browser browser, string address)
    {
        var (status, _, text) = await browser.GetAsync(address);
        status.ShouldBe(200, text);
        var body = text.IndexOf("<tbody>", StringComparison.Ordinal) is > 0 and var start ? text[start..] : string.Empty;
        return [.. body.Split("<tr").Skip(1)];
    }

    private static string Between(string text, string before, string after)
    {
        var end = text.IndexOf(after, StringComparison.Ordinal);
        return text[(text.LastIndexOf(before, end, StringComparison.Ordinal) + before.Length)..end];
    }

    private static async Task StoreAuditOf(TestStore store, IEnumerable<AuditEntry> entries)
    {
        await using var open = await TraceStores.OpenAsync(store.Address, StoreAccess.ReadWrite, CancellationToken.None);
        await ((IAccessStore)open).Audit.AppendAsync([.. entries], CancellationToken.None);
    }
}
