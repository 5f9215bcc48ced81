using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using OtelBridge.Grpc;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Store.Quotas;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>How much somebody may search: over real wires, in a store whose searches end when a test says so.</summary>
public sealed class SearchQuotaTests
{
    private const string Count = "/ajax-api/3.0/mlflow/traces/count";

    private readonly StandingClock _clock = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _entered = new(0);

    [Fact]
    public async Task Searches_BeyondTheLimit_WaitAMoment_AndWhoComesThenIsSentAway()
    {
        await using var host = await StartAsync("searches=1");
        var running = CountAsync(host);
        await EnteredAsync();

        var (one, other) = (CountAsync(host), CountAsync(host)); // one may wait
        var first = await Task.WhenAny(one, other);
        var refused = await first;
        _release.SetResult();
        var waited = await (first == one ? other : one);

        refused.Status.ShouldBe(429);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        refused.Text.ShouldBe("""{"error_code":"RESOURCE_EXHAUSTED","message":"The quota of address 127.0.0.1 is 1 searches at once (searches), and all of them are running. Try again in 1 s."}""");
        (await running).Status.ShouldBe(200);
        waited.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Search_ThatWaitedForNothing_IsSentAway_AndTheSlotStaysWhoseItIs()
    {
        await using var host = await StartAsync("searches=1");
        var running = CountAsync(host);
        await EnteredAsync();

        var waiting = host.Grpc.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest());
        while (!waiting.IsCompleted)
        {
            _clock.Advance(SearchSlots.Patience);
            await Task.Yield();
        }

        var refusal = await Should.ThrowAsync<GrpcException>(waiting);
        (refusal.Status, refusal.RetryAfter).ShouldBe((GrpcStatusCode.ResourceExhausted, TimeSpan.FromSeconds(1)));
        _release.SetResult();
        (await running).Status.ShouldBe(200);
        (await CountAsync(host)).Status.ShouldBe(200); // and is free when they are done
    }

    [Fact]
    public async Task Search_ThatTakesTooLong_IsGivenUp_AndNobodyIsToldToAskAgain()
    {
        await using var host = await StartAsync("search_seconds=5,searches=1");
        var rest = CountAsync(host);
        await EnteredAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var (status, retryAfter, text) = await rest;

        var grpc = host.Grpc.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest());
        await EnteredAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var refusal = await Should.ThrowAsync<GrpcException>(grpc);

        (status, retryAfter).ShouldBe((400, null)); // clients of MLflow ask again after 504
        text.ShouldStartWith("""{"error_code":"DEADLINE_EXCEEDED","message":"The quota of address 127.0.0.1 is 5 s a search (search_seconds), and this one took longer.""");
        (refusal.Status, refusal.RetryAfter).ShouldBe((GrpcStatusCode.DeadlineExceeded, null));
    }

    [Fact]
    public async Task Searches_OfAWorkspace_AreThoseOfAllItsCallers_AndTheSmallerQuotaHolds()
    {
        await using var host = await StartAsync("search_seconds=9", "searches=1,search_seconds=5");
        var running = CountAsync(host);
        await EnteredAsync();
        var (one, other) = (CountAsync(host), CountAsync(host)); // one may wait
        var refused = await await Task.WhenAny(one, other);
        _clock.Advance(TimeSpan.FromSeconds(5)); // nobody waits so long, and nothing runs so long

        (refused.Status, refused.Text.Contains("The quota of workspace default is 1 searches at once", StringComparison.Ordinal)).ShouldBe((429, true));
        (await running).Text.ShouldContain("The quota of workspace default is 5 s a search (search_seconds), and this one took longer.");
        _release.SetResult();
        await Task.WhenAll(one, other);
        (await CountAsync(host)).Status.ShouldBe(200); // all of their slots are free
    }

    [Fact]
    public async Task Rows_OfASearch_AreOnItsPages()
    {
        await using var server = await GuardedServer.StartAsync();
        await server.FillAsync(server.Own);
        await server.FillAsync(server.Foreign);
        var key = GuardedServer.Bearer(await server.MakeKeyAsync(["read"], quota: new { search_rows = 1 }));

        var first = await SearchAsync(null);
        var second = await SearchAsync((string?)first["next_page_token"]);

        var found = first["traces"]!.AsArray().Concat(second["traces"]!.AsArray()).Select(trace => (string)trace!["trace_id"]!).ToList();
        found.Order().ShouldBe([TraceIdText(1), TraceIdText(2)]);

        async Task<JsonNode> SearchAsync(string? token)
        {
            var locations = new[] { server.Own, server.Foreign }.Select(id => new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = id } });
            var (_, text) = await server.SendAsync(
                HttpMethod.Post,
                new Uri(server.Server.HttpAddress, "/api/3.0/mlflow/traces/search"),
                key,
                JsonContent.Create(new { locations, max_results = 100, page_token = token }));
            return JsonNode.Parse(text)!;
        }
    }

    private static async Task<(int Status, TimeSpan? RetryAfter, string Text)> CountAsync(ForeignHost host)
    {
        using var answer = await host.Http.PostAsJsonAsync(new Uri(Count, UriKind.Relative), new { locations = new[] { new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = "0" } } } });
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }

    private async Task EnteredAsync() => (await _entered.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();

    private Task<ForeignHost> StartAsync(string quota, string workspace = "")
    {
        var store = new ScriptedTraceStore
        {
            OnCount = async token =>
            {
                _entered.Release();
                await _release.Task.WaitAsync(token);
                return 0;
            },
        };
        return ForeignHost.StartAsync(
            store,
            services => services.AddQuotas(store, new EmptyQuotaCatalog(), Quota.Parse(quota), new Dictionary<string, Quota> { ["default"] = Quota.Parse(workspace) }, _clock),
            static app =>
            {
                app.UseRouting();
                app.UseQuotas();
            });
    }
}
