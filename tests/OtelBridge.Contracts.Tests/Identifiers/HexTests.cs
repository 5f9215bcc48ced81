using FsCheck.Fluent;
using OtelBridge.Identifiers;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Identifiers;

public sealed class HexTests
{
    [Fact]
    public void TryRead_AnyBytesInEitherCase_RoundTrip() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var text = Hex.Write(bytes);
            var lower = new byte[bytes.Length];
            var upper = new byte[bytes.Length];

            Hex.TryRead(text, lower).ShouldBeTrue();
            Hex.TryRead(text.ToUpperInvariant(), upper).ShouldBeTrue();

            lower.ShouldBe(bytes);
            upper.ShouldBe(bytes);
            text.ShouldBe(text.ToLowerInvariant());
        }).ShouldHold();

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("012")]
    [InlineData("01234")]
    [InlineData("0g12")]
    [InlineData(" 012")]
    [InlineData("０１２３")]
    [InlineData("012\0")]
    [InlineData("0x12")]
    public void TryRead_OtherLengthOrCharacter_IsRefused(string text) =>
        Hex.TryRead(text, new byte[2]).ShouldBeFalse();

    [Fact]
    public void TryWrite_BufferTooShort_IsRefused() => Hex.TryWrite([1, 2], new char[3]).ShouldBeFalse();
}
