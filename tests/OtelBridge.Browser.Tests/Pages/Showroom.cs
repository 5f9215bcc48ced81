using OtelBridge.Browser.Tests.Scenes;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Browser.Tests.Pages;

/// <summary>A server with something of everything, for looking only, and one with nothing.</summary>
public sealed class Showroom : IAsyncLifetime
{
    public const string SessionId = "spades";

    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public ServerUnderTest Server { get; private set; } = null!;

    public ServerUnderTest EmptyServer { get; private set; } = null!;

    /// <summary>Gets a server that asks who looks.</summary>
    public GuardedRoom Guarded { get; private set; } = null!;

    public SceneTrace Good { get; private set; } = null!;

    public SceneTrace Failed { get; private set; } = null!;

    public SceneTrace Growing { get; private set; } = null!;

    public SceneTrace Hostile { get; private set; } = null!;

    public SceneTrace Tangled { get; private set; } = null!;

    public SceneTrace Huge { get; private set; } = null!;

    public string RunId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        (Server, EmptyServer) = (await ServerUnderTest.StartAsync(), await ServerUnderTest.StartAsync());
        Guarded = await GuardedRoom.OpenAsync();
        (var all, Failed, Good) = SupportDesk.LastHour(_now);
        (Growing, Hostile, Tangled) = (SupportDesk.Growing(_now), HostileContent.Everywhere(_now.AddHours(-3)), HostileContent.Tangled(_now.AddHours(-3)));
        Huge = HostileContent.Huge(_now.AddHours(-4));
        await Server.PlayAsync([.. all, .. SupportDesk.Conversation(_now.AddMinutes(-50), SessionId), Growing, Hostile, Tangled, Huge]);
        await Server.Grpc.AssessAsync(Failed, "helpful", isGood: false, "The customer got no answer.");
        await Server.Grpc.AssessAsync(Good, "helpful", isGood: true, "Friendly, and right.");
        await AddRunAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await EmptyServer.DisposeAsync();
        await Guarded.DisposeAsync();
    }

    private async Task AddRunAsync()
    {
        await Server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "garden-tools" });
        var created = await Server.Grpc.CallAsync(
            TrackingServiceMethods.CreateRun,
            new CreateRunRequest { ExperimentId = "0", Name = "prompt 2 with manuals", UserId = "kim", StartTimeMs = _now.AddHours(-1).ToUnixTimeMilliseconds() });
        RunId = created.Run.RunId;
        var batch = new LogRunBatchRequest { RunId = RunId };
        batch.Params.Add("prompt", "2");
        batch.Metrics.AddRange(Enumerable.Range(0, 5).Select(step => new Metric
        {
            Key = "helpfulness", Value = 0.6 + (step * 0.05), TimestampMs = _now.AddMinutes(step - 30).ToUnixTimeMilliseconds(), Step = step,
        }));
        await Server.Grpc.CallAsync(TrackingServiceMethods.LogRunBatch, batch);
        await Server.Grpc.CallAsync(TrackingServiceMethods.LinkTracesToRun, new LinkTracesToRunRequest { RunId = RunId, TraceIds = { Good.Id, Failed.Id } });
    }
}
