using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Health;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Tests.Health;

public sealed class ReadinessTests
{
    private readonly ScriptedTraceStore _store = new();
    private readonly RequestMemory _memory = new(new OtelBridgeServerLimits { MaxRequestBytesInFlight = 1000 });
    private readonly SteppedClock _clock = new();
    private readonly Readiness _readiness;
    private int _asked;

    public ReadinessTests() => _readiness = new Readiness(new WholeStore([new Workspace(WorkspaceName.Default, _store, new IntakeLedger(), new SweepLedger())]), _memory, _clock, NullLogger<Readiness>.Instance);

    [Fact]
    public async Task Answer_IsGoodForASecond_WhoeverAsks()
    {
        _store.OnFind = _ => { Interlocked.Increment(ref _asked); return Task.CompletedTask; };

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _readiness.FindFaultAsync()));
        var within = _asked;
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        await _readiness.FindFaultAsync();

        (within, _asked).ShouldBe((1, 2));
    }

    [Fact]
    public async Task StoreThatStandsStill_IsNotReady_AndIsAskedOnceUntilItGoesOn()
    {
        var goesOn = new TaskCompletionSource();
        _store.OnFind = _ => { Interlocked.Increment(ref _asked); return goesOn.Task; };

        var first = _readiness.FindFaultAsync();
        await first;
        _clock.Advance(TimeSpan.FromSeconds(2));
        var second = await _readiness.FindFaultAsync();
        goesOn.SetResult();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var third = await _readiness.FindFaultAsync();

        (await first).ShouldBe("The store has not answered within 1 s.");
        second.ShouldBe("The store does not answer.");
        third.ShouldBeNull();
        _asked.ShouldBe(2);
    }

    [Fact]
    public async Task StoreThatIsAway_SaysWhy_AndIsReadyWhenItIsBack()
    {
        _store.OnFind = static _ => throw new StoreUnavailableException("The disk of the store is full.");
        var away = await _readiness.FindFaultAsync();
        _store.OnFind = static _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(2));

        away.ShouldBe("The disk of the store is full.");
        (await _readiness.FindFaultAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task RequestsThatHoldNearlyAllMemory_AreNotReady()
    {
        using var share = _memory.Begin();
        share.GrowTo(950);

        (await _readiness.FindFaultAsync()).ShouldBe("The server holds as many requests as it can.");
    }
}
