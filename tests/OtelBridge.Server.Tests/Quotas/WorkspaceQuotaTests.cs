using System.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Server.Tests.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>What all callers of a workspace may store together: beside what each of them may, and without one taking from the other.</summary>
public sealed class WorkspaceQuotaTests
{
    private const string Workspaces = "/api/3.0/otelbridge/workspaces";

    private readonly StandingClock _clock = new();

    [Fact]
    public async Task Spans_OfAllCallers_AreOneSum_AndWhoIsRefusedByOneQuotaHasTakenNothingOfTheOther()
    {
        await using var server = await GuardedServer.StartAsync(options =>
        {
            options.Time = _clock;
            options.WorkspaceQuotas["default"] = Quota.Parse("spans_per_second=2,spans_at_once=3");
        });
        var once = Request(Span(3, 1));
        var (free, other) = (await MakeKeyAsync(server, null), await MakeKeyAsync(server, null));
        var small = await MakeKeyAsync(server, new { bytes_per_day = once.CalculateSize() });

        await SendAsync(server.Server, free, Request(Span(1, 1), Span(1, 2)));
        var together = await Should.ThrowAsync<GrpcException>(SendAsync(server.Server, other, Request(Span(2, 1), Span(2, 2))));
        await SendAsync(server.Server, other, Request(Span(2, 1)));
        (together.Status, together.RetryAfter).ShouldBe((GrpcStatusCode.ResourceExhausted, TimeSpan.FromSeconds(0.5)));
        together.Message.ShouldBe("The quota of workspace default is 2 spans a second, 3 at once (spans_per_second); there is no room for 2 more now. Try again in 1 s.");

        // Refused for the workspace: the bytes of the key are its own still. Refused for the key: the workspace has room for others.
        (await Should.ThrowAsync<GrpcException>(SendAsync(server.Server, small, once.Clone()))).Message.ShouldStartWith("The quota of workspace default");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(server.Server, small, once.Clone());
        (await Should.ThrowAsync<GrpcException>(SendAsync(server.Server, small, once.Clone()))).Message.ShouldStartWith("The quota of key ");
        await SendAsync(server.Server, free, Request(Span(4, 1)));

        var (_, metrics) = await server.GetAsync("/metrics", GuardedServer.Admin);
        metrics.ShouldContain("\notelbridge_quota_refused_workspace_total 2\n");
        metrics.ShouldContain("\notelbridge_quota_refused_spans_total 2\n");
        metrics.ShouldContain("\notelbridge_quota_refused_bytes_total 1\n");
    }

    [Fact]
    public async Task WhoIsRefusedByBoth_IsToldTheOneThatLastsLonger()
    {
        var quotas = new Server.Quotas.Quotas(
            Quota.Parse("spans_per_second=1,spans_at_once=1"), new Dictionary<string, Quota> { ["team"] = Quota.Parse("bytes_per_day=100") }, new EmptyQuotaCatalog(), _clock);
        var (caller, workspace) = (await quotas.OpenAsync("a", "a", Quota.None, CancellationToken.None), await quotas.OpenWorkspaceAsync("team", CancellationToken.None));

        caller.Take(new QuotaShare(1, 100), workspace);

        var refusal = Should.Throw<QuotaExceededException>(() => caller.Take(new QuotaShare(1, 1), workspace));
        (refusal.IsOfWorkspace, refusal.RetryAfter).ShouldBe((true, TimeSpan.FromHours(12)));
        _clock.Advance(TimeSpan.FromHours(12));
        caller.Take(new QuotaShare(1, 50), workspace);
        Should.Throw<QuotaExceededException>(() => caller.Take(new QuotaShare(1, 1), workspace)).IsOfWorkspace.ShouldBeFalse();
        workspace.TakeUntold()[^1].ShouldBe(new QuotaUse("workspace team", DayUse.DayOf(_clock.GetUtcNow()), 1, 50));
    }

    [Fact]
    public async Task Workspace_ThatHasNothingLeft_LeavesTheOthersAlone_AndWhoManagesItSeesItsUse()
    {
        await using var server = await WorkspaceServer.StartAsync(options =>
        {
            options.Time = _clock;
            options.WorkspaceQuotas[WorkspaceServer.TeamA] = Quota.Parse("spans_per_second=1,spans_at_once=1");
        });
        var (a, b) = (await server.MakeKeyAsync(WorkspaceServer.TeamA, "ingest"), await server.MakeKeyAsync(WorkspaceServer.TeamB, "ingest"));
        var reader = await server.MakeKeyAsync(WorkspaceServer.TeamA, "read");
        var one = Request(Span(1, 1));
        await SendAsync(server.Server, a, one.Clone());

        (await Should.ThrowAsync<GrpcException>(SendAsync(server.Server, a, one.Clone()))).Message.ShouldStartWith("The quota of workspace team-a is 1 spans a second");
        await SendAsync(server.Server, b, one.Clone());
        await SendAsync(server.Server, b, one.Clone());

        var size = one.CalculateSize();
        var ofA = $$$"""{"name":"team-a","quota":{"spans_per_second":1,"spans_at_once":1},"today":{"spans":1,"bytes":{{{size}}}}}""";
        (await server.GetAsync(Workspaces, WorkspaceServer.Lead)).Text.ShouldBe($$"""{"workspaces":[{{ofA}}]}""");
        (await server.GetAsync(Workspaces, GuardedServer.Admin)).Text.ShouldBe(
            $$$"""{"workspaces":[{"name":"default","quota":{},"today":{"spans":0,"bytes":0}},{{{ofA}}},{"name":"team-b","quota":{},"today":{"spans":2,"bytes":{{{2 * size}}}}}]}""");
        (await server.GetAsync(Workspaces, reader)).Text.ShouldBe("""{"workspaces":[]}""");
    }

    [Fact]
    public async Task Bytes_OfADay_AreOneSumOfAllServersOnAStore_AndSurviveARestart()
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync($"sqlite:{folder.File("q.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        var (one, other) = (Server(), Server());
        var (ofOne, ofOther) = (await one.Quotas.OpenWorkspaceAsync("team", CancellationToken.None), await other.Quotas.OpenWorkspaceAsync("team", CancellationToken.None));
        ofOne.Take(new QuotaShare(1, 60));
        ofOther.Take(new QuotaShare(1, 30));
        await one.Keeper.ListTodayAsync(CancellationToken.None);
        (await other.Keeper.ListTodayAsync(CancellationToken.None))["workspace team"].Bytes.ShouldBe(90);

        Should.Throw<QuotaExceededException>(() => ofOther.Take(new QuotaShare(1, 11))).Reason.ShouldBe(QuotaReason.Bytes);
        var later = await Server().Quotas.OpenWorkspaceAsync("team", CancellationToken.None);
        Should.Throw<QuotaExceededException>(() => later.Take(new QuotaShare(1, 11))).Message.ShouldContain("90 of them are used");
        later.Take(new QuotaShare(1, 10));

        (Server.Quotas.Quotas Quotas, QuotaKeeper Keeper) Server()
        {
            var catalog = ((IAccessStore)store).Access.Quotas;
            var quotas = new Server.Quotas.Quotas(Quota.None, new Dictionary<string, Quota> { ["team"] = Quota.Parse("bytes_per_day=100") }, catalog, _clock);
            return (quotas, new QuotaKeeper(quotas, catalog, _clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<QuotaKeeper>.Instance));
        }
    }

    private static async Task<AuthenticationHeaderValue> MakeKeyAsync(GuardedServer server, object? quota) => GuardedServer.Bearer(await server.MakeKeyAsync(["ingest", "write"], quota: quota));

    private static Task<ExportTraceServiceResponse> SendAsync(ServerUnderTest server, AuthenticationHeaderValue who, ExportTraceServiceRequest request) =>
        server.Grpc.CallAsync(TraceServiceMethods.Export, request, [new("authorization", who.ToString())]);
}
