using System.Net.Http.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Tests.Audit;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Server.Tests.Security.Browsers;
using OtelBridge.Store.Quotas;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>The quota of a key is changed after it was made: by REST and by the page.</summary>
public sealed class KeyQuotaTests
{
    private readonly StandingClock _clock = new();

    [Fact]
    public async Task Quota_OfAKey_IsChangedNumberByNumber_HoldsAtOnce_AndIsInTheLog()
    {
        await using var server = await GuardedServer.StartAsync(options => (options.Time, options.Quota) = (_clock, Quota.Parse("spans_at_once=2")));
        var secret = await server.MakeKeyAsync(["ingest"], quota: new { spans_per_second = 1, searches = 4 });
        var id = secret.Split('_')[1];
        await SendAsync(2);
        (await Should.ThrowAsync<GrpcException>(SendAsync(1))).Message.ShouldContain("is 1 spans a second, 2 at once");

        var (status, text) = await ChangeAsync(id, new { quota = new { spans_per_second = "off", searches = (string?)null, attribute_bytes = "1KB" } });
        status.ShouldBe(200, text);
        text.ShouldContain("""
            "quota":{"spans_per_second":"off","attribute_bytes":1000},"today":{"spans":2,"bytes":
            """);
        await SendAsync(3);
        (await ChangeAsync(id, new { quota = new { spans_per_second = 1, spans_at_once = 3 } })).Status.ShouldBe(200);
        await SendAsync(3);
        (await Should.ThrowAsync<GrpcException>(SendAsync(1))).Message.ShouldContain("is 1 spans a second, 3 at once");

        (await ChangeAsync("nosuchkey", new { quota = new { searches = 1 } })).Status.ShouldBe(404);
        (await ChangeAsync(id, new { quota = new { searches = "many" } })).Text.ShouldContain("quota: searches is a whole number from 1 to 10000");
        (await ChangeAsync(id, new { })).Text.ShouldContain("Missing value for required parameter 'quota'.");
        var grants = (await server.AuditAsync("action=grant")).Where(static row => row.Outcome == "200").Select(static row => row.About).ToList();
        grants.ShouldContain($"key:{id} quota:spans_per_second=off quota:searches=default quota:attribute_bytes=1000");
        grants.ShouldContain($"key:{id} scope:ingest quota:spans_per_second=1 quota:searches=4");

        Task SendAsync(int spans) => server.Server.Grpc.CallAsync(
            TraceServiceMethods.Export, Request(Enumerable.Range(1, spans).Select(static span => Span(1, span))), [new("authorization", GuardedServer.Bearer(secret).ToString())]);

        async Task<(int Status, string Text)> ChangeAsync(string key, object change)
        {
            using var body = JsonContent.Create(change);
            return await server.SendAsync(HttpMethod.Patch, new Uri(server.Server.HttpAddress, $"/api/3.0/otelbridge/keys/{key}"), GuardedServer.Admin, body);
        }
    }

    [Fact]
    public async Task Page_MakesAKeyWithAQuota_ShowsIt_AndChangesIt()
    {
        await using var server = await GuardedServer.StartAsync();
        using var browser = await Browser.OfAdminAsync(server);

        var made = await browser.PostAsync("keys/made", ("name", "batch"), ("scope", "ingest"), ("quota", "spans_per_second=50, bytes_per_day=500MB"));
        made.Status.ShouldBe(200, made.Text);
        var list = (await browser.GetAsync("keys")).Text;
        list.ShouldContain("spans_per_second=50, bytes_per_day=500000000");
        var id = list.Split("keys/quota?id=")[1].Split('"')[0];
        (await browser.GetAsync($"keys/quota?id={id}")).Text.ShouldContain("value=\"spans_per_second=50, bytes_per_day=500000000\"");

        var wrong = await browser.PostAsync("keys/quota", ("id", id), ("quota", "spans=1"));
        (wrong.Status, wrong.Text.Contains("is not a quota; these are:", StringComparison.Ordinal)).ShouldBe((409, true));
        var changed = await browser.PostAsync("keys/quota", ("id", id), ("quota", "searches=off"));
        (changed.Status, changed.To).ShouldBe((303, "/keys"));
        list = (await browser.GetAsync("keys")).Text;
        list.ShouldContain("searches=off");
        list.ShouldNotContain("spans_per_second=50"); // the form shows all of it, so what was deleted there is gone
    }

    [Fact]
    public async Task WhatWasUsed_StaysUsed_WhenTheQuotaIsChanged()
    {
        var quotas = new Server.Quotas.Quotas(Quota.None, new Dictionary<string, Quota>(), new EmptyQuotaCatalog(), _clock);
        var account = await OpenAsync("spans_per_second=1,spans_at_once=10,searches=1");
        account.Take(new QuotaShare(8, 0));
        (await account.Searches.TryEnterAsync()).ShouldBeTrue();
        var waiting = account.Searches.TryEnterAsync();

        (await OpenAsync("spans_per_second=5,spans_at_once=100,searches=2")).ShouldBeSameAs(account);

        Should.Throw<QuotaExceededException>(() => account.Take(new QuotaShare(3, 0))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(0.2));
        account.Take(new QuotaShare(2, 0));
        (await waiting).ShouldBeTrue(); // there is a slot for them now
        await OpenAsync("searches=1");
        account.Searches.Leave();
        var next = account.Searches.TryEnterAsync();
        next.IsCompleted.ShouldBeFalse(); // one runs still, and that is as many as may now
        account.Searches.Leave();
        (await next).ShouldBeTrue();
        account.Take(new QuotaShare(1_000_000, 0)); // no limit is said any more

        ValueTask<QuotaAccount> OpenAsync(string quota) => quotas.OpenAsync("one", "one", Quota.Parse(quota), CancellationToken.None);
    }
}
