using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>That a server reads the scenes as they are meant.</summary>
public sealed class SceneTests : IAsyncLifetime
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task LastHour_OneTraceFailed()
    {
        var (all, failed, _) = SupportDesk.LastHour(_now);
        await _server.PlayAsync(all);

        var found = await FindAsync("status = 'ERROR'");

        found.ShouldHaveSingleItem().TraceId.ShouldBe(failed.Id);
        (await FindAsync("")).Count.ShouldBe(all.Count);
    }

    [Fact]
    public async Task Conversation_TurnsHaveTheirSession()
    {
        await _server.PlayAsync(SupportDesk.Conversation(_now, "spades"));

        (await FindAsync("metadata.`mlflow.trace.session` = 'spades'")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Growing_IsInProgress()
    {
        await _server.PlayAsync(SupportDesk.Growing(_now));

        (await FindAsync("status = 'IN_PROGRESS'")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Assessment_IsFound()
    {
        var trace = SupportDesk.Answer(_now, "Where is it?");
        await _server.PlayAsync(trace);
        await _server.Grpc.AssessAsync(trace, "helpful", isGood: false, "It says nothing.");

        (await FindAsync("feedback.helpful = 'false'")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task HostileContent_IsStored()
    {
        await _server.PlayAsync(HostileContent.Everywhere(_now), HostileContent.Tangled(_now), HostileContent.Huge(_now));

        (await FindAsync("")).Count.ShouldBe(3);
    }

    private async Task<IReadOnlyList<TraceInfo>> FindAsync(string filter) =>
        (await _server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { ExperimentIds = { "0" }, Filter = filter, MaxResults = 100 })).Traces;
}
