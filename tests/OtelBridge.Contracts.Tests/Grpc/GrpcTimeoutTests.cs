using FsCheck.Fluent;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-1, "1n")]
    [InlineData(1, "100n")]
    [InlineData(999_999, "99999900n")]
    [InlineData(1_000_000, "100000u")]
    [InlineData(1_000_001, "100001u")]
    [InlineData(15_000_000, "1500000u")]
    [InlineData(100_000_000, "10000000u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(999_999_991, "100000m")]
    [InlineData(long.MaxValue, "99999999H")]
    public void Format_Ticks_TakesTheFinestUnitThatFits(long ticks, string expected) =>
        GrpcTimeout.Format(TimeSpan.FromTicks(ticks)).ShouldBe(expected);

    [Fact]
    public void Format_AnyTimeout_ReadsBackNotShorterAndHardlyLonger() =>
        Prop.ForAll<long, byte>((seed, shift) =>
        {
            // Ten thousand years at most; shifted, so that every unit has its turn.
            var timeout = TimeSpan.FromTicks(Math.Max(1, (long)((ulong)seed >> (shift % 64)) % TimeSpan.FromDays(3_650_000).Ticks));

            var text = GrpcTimeout.Format(timeout);

            text.Length.ShouldBeInRange(2, 9);
            GrpcTimeout.TryParse(text, out var read).ShouldBeTrue();
            read.ShouldBeGreaterThanOrEqualTo(timeout);
            (read - timeout).Ticks.ShouldBeLessThanOrEqualTo(timeout.Ticks / 100_000);
        }).ShouldHold(values: 2_000);

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("0n", 0)]
    [InlineData("101n", 2)]
    [InlineData("1u", 10)]
    [InlineData("1m", 10_000)]
    [InlineData("1S", 10_000_000)]
    [InlineData("1M", 600_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    public void TryParse_EachUnit_IsReadInTicks(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();

        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    [InlineData("1 S")]
    [InlineData("+1S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("1e3S")]
    [InlineData("1\0S")]
    [InlineData("１S")]
    [InlineData("0x1S")]
    [InlineData("1,000m")]
    public void TryParse_OtherText_IsRefused(string text)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeFalse();

        timeout.ShouldBe(default);
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text => GrpcTimeout.TryParse(text, out var timeout) || timeout == default).ShouldHold();
}
