using OtelBridge.Export;

namespace OtelBridge.Tests.Export;

public sealed class CircuitTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(86_400)]
    [InlineData(2_147_483_647)]
    [InlineData(-5)]
    public void RetryAfter_OfAnyLength_IsOverInFiveMinutes(int seconds)
    {
        var clock = new ManualClock();
        var circuit = new Circuit(clock);

        circuit.Failed("busy", TimeSpan.FromSeconds(seconds)).ShouldBeInRange(TimeSpan.FromMilliseconds(160), TimeSpan.FromMinutes(5));
        circuit.TryPass().ShouldBeFalse();
        clock.Advance(TimeSpan.FromMinutes(5));

        circuit.TryPass().ShouldBeTrue();
    }

    [Fact]
    public void Open_LetsOneThroughAtATime()
    {
        var clock = new ManualClock();
        var circuit = new Circuit(clock);
        for (var i = 0; i < 5; i++)
        {
            circuit.Failed("down", null);
        }

        clock.Advance(TimeSpan.FromSeconds(10));

        (circuit.IsOpen, circuit.TryPass(), circuit.TryPass()).ShouldBe((true, true, false));
        circuit.Succeeded();
        (circuit.IsOpen, circuit.TryPass(), circuit.TryPass()).ShouldBe((false, true, true));
    }
}
