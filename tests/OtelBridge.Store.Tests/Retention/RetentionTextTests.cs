using OtelBridge.Store.Retention;

namespace OtelBridge.Store.Tests.Retention;

public sealed class RetentionTextTests
{
    [Theory]
    [InlineData("30d", 30 * 24 * 60)]
    [InlineData(" 12 H ", 12 * 60)]
    [InlineData("90m", 90)]
    [InlineData("2w", 14 * 24 * 60)]
    [InlineData("1.5h", 90)]
    public void Age_IsRead(string text, int minutes)
    {
        RetentionText.TryReadAge(text, out var age).ShouldBeTrue();

        age.ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Theory]
    [InlineData("10GB", 10_000_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("500mb", 500_000_000)]
    [InlineData("4KiB", 4096)]
    [InlineData("7B", 7)]
    [InlineData("99999999999999999TB", long.MaxValue)]
    public void Size_IsRead(string text, long bytes)
    {
        RetentionText.TryReadSize(text, out var read).ShouldBeTrue();

        read.ShouldBe(bytes);
    }

    [Fact]
    public void Forever_IsNoLimit()
    {
        RetentionText.TryReadAge("Forever", out var age).ShouldBeTrue();
        RetentionText.TryReadSize("forever", out var size).ShouldBeTrue();

        age.ShouldBeNull();
        size.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("-30d")]
    [InlineData("0d")]
    [InlineData("0.0GB")]
    [InlineData("1e9d")]
    [InlineData("30 days")]
    [InlineData("1,5h")]
    [InlineData("0x10GB")]
    [InlineData("NaN d")]
    public void Text_ThatIsNoLimit_IsRefused(string text)
    {
        RetentionText.TryReadAge(text, out _).ShouldBeFalse();
        RetentionText.TryReadSize(text, out _).ShouldBeFalse();
    }
}
