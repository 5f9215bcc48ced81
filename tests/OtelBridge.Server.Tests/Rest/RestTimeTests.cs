using FsCheck.Fluent;
using OtelBridge.Server.Rest;

namespace OtelBridge.Server.Tests.Rest;

public sealed class RestTimeTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(123, "0.123s")]
    [InlineData(1000, "1s")]
    [InlineData(1500, "1.500s")]
    [InlineData(-1500, "-1.500s")]
    [InlineData(-1, "-0.001s")]
    public void Duration_Written_HasNoOrThreeDigits(long milliseconds, string text)
    {
        RestTime.Duration(milliseconds).ShouldBe(text);
        RestTime.ReadDuration(text).ShouldBe(milliseconds * 1_000_000);
    }

    [Theory]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("1.234567s", 1_234_567_000)]
    [InlineData("1.234567891s", 1_234_567_891)]
    [InlineData("1.2345678919s", 1_234_567_891)]
    public void Duration_OfAnyDigits_IsRead(string text, long nanos) => RestTime.ReadDuration(text).ShouldBe(nanos);

    [Theory]
    [InlineData("2025-11-05T08:49:18.699Z", 1_762_332_558_699_000_000)]
    [InlineData("2025-11-05T08:49:18Z", 1_762_332_558_000_000_000)]
    [InlineData("2025-11-05T09:49:18.123456789+01:00", 1_762_332_558_123_456_789)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    public void Timestamp_OfRfc3339_IsRead(string text, long nanos) => RestTime.ReadTimestamp(text).ShouldBe(nanos);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-11-05")]
    [InlineData("2025-11-05T08:49:18")]
    [InlineData("2025-13-05T08:49:18Z")]
    [InlineData("2025-11-05T08:49:18.Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("9999-01-01T00:00:00Z")]
    [InlineData("2025-11-05T08:49:18Z\n")]
    public void Timestamp_ThatIsNone_IsNull(string text) => RestTime.ReadTimestamp(text).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("s")]
    [InlineData("1,5s")]
    [InlineData("99999999999999999s")]
    [InlineData("1.s")]
    public void Duration_ThatIsNone_IsNull(string text) => RestTime.ReadDuration(text).ShouldBeNull();

    [Fact]
    public void Timestamp_OfAnyMillisecond_ReadsBack() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(static n => n * 4_000L).ToArbitrary(),
        static ms => RestTime.ReadTimestamp(RestTime.Timestamp(ms + (ms % 997))) == (ms + (ms % 997)) * 1_000_000));
}
