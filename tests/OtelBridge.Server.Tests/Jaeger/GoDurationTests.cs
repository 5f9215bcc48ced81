using OtelBridge.Server.Jaeger;

namespace OtelBridge.Server.Tests.Jaeger;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("100ms", 100_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("1.s", 1_000_000_000)]
    [InlineData("+2us", 2_000)]
    [InlineData("2µs", 2_000)]
    [InlineData("2μs", 2_000)]
    [InlineData("7ns", 7)]
    [InlineData("1h2m3s4ms", 3_723_004_000_000)]
    [InlineData("2562047h47m16.854775807s", long.MaxValue)]
    public void Duration_AsGoWritesIt_IsRead(string text, long nanos)
    {
        GoDuration.TryRead(text, out var read).ShouldBeTrue();

        read.ShouldBe(nanos);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("10")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("1 s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1e3s")]
    [InlineData("1s2")]
    [InlineData("2562047h47m16.854775808s")]
    [InlineData("99999999999999999999h")]
    [InlineData("99999999999999999999999999999999999s")]
    public void Duration_OfAnotherForm_IsRefused(string text) => GoDuration.TryRead(text, out _).ShouldBeFalse();
}
