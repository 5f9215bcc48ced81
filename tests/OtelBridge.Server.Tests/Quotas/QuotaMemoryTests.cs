using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Quotas;
using OtelBridge.Store.Quotas;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>What is remembered of callers is bounded, whoever comes.</summary>
public sealed class QuotaMemoryTests
{
    private static readonly Dictionary<string, Quota> NoWorkspaces = [];

    private readonly StandingClock _clock = new();

    [Fact]
    public async Task Subjects_BeyondTheBound_AreForgottenWhenIdle_AndShareOneAccountWhenNobodyIs()
    {
        var quotas = new Server.Quotas.Quotas(Quota.Parse("spans_per_second=1,spans_at_once=1"), NoWorkspaces, new EmptyQuotaCatalog(), _clock);
        for (var i = 0; i < Server.Quotas.Quotas.MostKept; i++)
        {
            (await OpenAsync($"{i}")).Take(new QuotaShare(1, 0));
        }

        var late = await OpenAsync("late");
        late.Take(new QuotaShare(1, 0));
        var later = await OpenAsync("later");
        Should.Throw<QuotaExceededException>(() => later.Take(new QuotaShare(1, 0))); // it shares
        quotas.Accounts.Count().ShouldBe(Server.Quotas.Quotas.MostKept + 1);

        foreach (var account in quotas.Accounts)
        {
            account.TakeUntold();
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        (await OpenAsync("latest")).ShouldNotBe(late);
        quotas.Accounts.Count().ShouldBe(1);

        ValueTask<QuotaAccount> OpenAsync(string subject) => quotas.OpenAsync(subject, subject, Quota.None, CancellationToken.None);
    }

    [Fact]
    public async Task Requests_OfOneCaller_DoNotTakeTheMemoryOfAll()
    {
        var quotas = new Server.Quotas.Quotas(Quota.None, NoWorkspaces, new EmptyQuotaCatalog(), _clock);
        var memory = new RequestMemory(new OtelBridgeServerLimits { MaxRequestBytesInFlight = 100 }, quotas);
        quotas.Begin(await quotas.OpenAsync("noisy", "noisy", Quota.None, CancellationToken.None));
        using var first = memory.Begin();
        using var second = memory.Begin();
        first.GrowTo(50);
        second.GrowTo(25);
        Should.Throw<GrpcException>(() => second.GrowTo(26)).Status.ShouldBe(GrpcStatusCode.Unavailable);

        quotas.Begin(await quotas.OpenAsync("quiet", "quiet", Quota.None, CancellationToken.None));
        using var other = memory.Begin();
        other.GrowTo(25);

        memory.Held.ShouldBe(100);
        first.Dispose();
        second.GrowTo(75);
    }

    [Fact]
    public async Task WhatCouldNotBeStored_IsGivenBack()
    {
        var quotas = new Server.Quotas.Quotas(Quota.Parse("spans_per_second=1,spans_at_once=1,bytes_per_day=1000"), NoWorkspaces, new EmptyQuotaCatalog(), _clock);
        quotas.Begin(await quotas.OpenAsync("one", "one", Quota.None, CancellationToken.None));
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1));

        quotas.GiveBack(quotas.Take(request));

        quotas.Take(request).Spans.ShouldBe(1);
        Should.Throw<QuotaExceededException>(() => quotas.Take(request)).Reason.ShouldBe(QuotaReason.Spans);
    }
}
