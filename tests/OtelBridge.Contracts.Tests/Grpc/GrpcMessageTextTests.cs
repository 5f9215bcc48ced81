using FsCheck.Fluent;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class GrpcMessageTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("\0\u007f", "%00%7F")]
    [InlineData("é", "%C3%A9")]
    [InlineData("日本", "%E6%97%A5%E6%9C%AC")]
    [InlineData("🦊", "%F0%9F%A6%8A")]
    [InlineData("\u200e", "%E2%80%8E")]
    public void Encode_Text_IsPercentEncodedUtf8AndReadsBack(string message, string expected)
    {
        var encoded = GrpcMessageText.Encode(message);

        encoded.ShouldBe(expected);
        GrpcMessageText.Decode(encoded).ShouldBe(message);
    }

    [Fact]
    public void Encode_AnyText_IsPrintableAndReadsBack() =>
        Prop.ForAll<string>(text =>
        {
            // What is no text in UTF-8 (half a surrogate pair) is replaced before it can be compared.
            var message = string.Concat((text ?? "").EnumerateRunes());

            var encoded = GrpcMessageText.Encode(text ?? "");

            encoded.All(c => c is >= ' ' and <= '~').ShouldBeTrue();
            GrpcMessageText.Decode(encoded).ShouldBe(message);
        }).ShouldHold();

    [Fact]
    public void Encode_HalfASurrogatePair_BecomesTheReplacementCharacter() =>
        GrpcMessageText.Encode("a\ud83eb").ShouldBe("a%EF%BF%BDb");

    [Theory]
    [InlineData("%")]
    [InlineData("a%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("100% sure")]
    [InlineData("%ff")]
    [InlineData("%e2%82")]
    [InlineData("%C0%80")]
    public void Decode_BrokenEscape_StaysAsItWasWritten(string encoded) =>
        GrpcMessageText.Decode(encoded).ShouldBe(encoded);

    [Theory]
    [InlineData("x", 4096)]
    [InlineData("é", 682)]
    [InlineData("🦊", 341)]
    public void Encode_LongText_IsCutAtAWholeCharacter(string character, int expectedCount)
    {
        var message = string.Concat(Enumerable.Repeat(character, 5_000));

        var encoded = GrpcMessageText.Encode(message);

        encoded.Length.ShouldBeLessThanOrEqualTo(GrpcMessageText.MaxEncodedLength);
        GrpcMessageText.Decode(encoded).ShouldBe(string.Concat(Enumerable.Repeat(character, expectedCount)));
    }
}
