using OtelBridge.Server.Retention;

namespace OtelBridge.Server.Tests.Retention;

/// <summary>By which time retention deletes, when the clock of the machine jumps.</summary>
public sealed class SteadyClockTests
{
    private readonly JumpingClock _machine = new();
    private readonly SteadyClock _clock;

    public SteadyClockTests() => _clock = new SteadyClock(_machine);

    [Fact]
    public void Clock_ThatGoesOn_IsBelieved_AndPutRightByMinutes()
    {
        _machine.PassBy(TimeSpan.FromDays(40));
        _clock.GetUtcNow().ShouldBe(_machine.GetUtcNow());

        _machine.Jump(TimeSpan.FromMinutes(4));
        _clock.GetUtcNow().ShouldBe(_machine.GetUtcNow());
        _clock.Doubted.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Clock_ThatJumpsAhead_IsBelievedAfterAnHour()
    {
        var before = _clock.GetUtcNow();
        _machine.Jump(TimeSpan.FromDays(400));

        _machine.PassBy(TimeSpan.FromMinutes(1));
        _clock.GetUtcNow().ShouldBe(before + TimeSpan.FromMinutes(1));
        _clock.Doubted.ShouldBe(TimeSpan.FromDays(400));
        _machine.PassBy(TimeSpan.FromMinutes(58));
        _clock.GetUtcNow().ShouldBe(before + TimeSpan.FromMinutes(59));
        _machine.PassBy(TimeSpan.FromMinutes(2));

        _clock.GetUtcNow().ShouldBe(_machine.GetUtcNow());
        _clock.Doubted.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Clock_ThatJumpsAheadAndIsPutRight_WasNeverBelieved_AndTheNextJumpWaitsItsOwnHour()
    {
        var before = _clock.GetUtcNow();
        _machine.Jump(TimeSpan.FromDays(400));
        _machine.PassBy(TimeSpan.FromMinutes(50));
        _clock.GetUtcNow().ShouldBe(before + TimeSpan.FromMinutes(50));

        _machine.Jump(TimeSpan.FromDays(-400));
        _clock.GetUtcNow().ShouldBe(before + TimeSpan.FromMinutes(50));
        _machine.Jump(TimeSpan.FromDays(10));
        _machine.PassBy(TimeSpan.FromMinutes(30));

        _clock.GetUtcNow().ShouldBe(before + TimeSpan.FromMinutes(80));
    }

    [Fact]
    public void Clock_ThatJumpsBack_IsBelievedAtOnce()
    {
        _machine.Jump(TimeSpan.FromDays(-3));

        _clock.GetUtcNow().ShouldBe(_machine.GetUtcNow());
    }

    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        private long _timestamp = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void PassBy(TimeSpan time)
        {
            _now += time;
            _timestamp += time.Ticks;
        }

        public void Jump(TimeSpan shift) => _now += shift;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _timestamp;
    }
}
