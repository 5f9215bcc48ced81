using FsCheck.Fluent;
using OtelBridge.Identifiers;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Identifiers;

public sealed class TraceIdTextTests
{
    private const string Digits = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void TryParse_AnyIdInAnySpelling_GivesItsBytesBack() =>
        Prop.ForAll<Guid>(id =>
        {
            var bytes = id.ToByteArray();
            var text = TraceIdText.FromBytes(bytes);

            foreach (var spelling in new[] { text, text[3..], "tr-" + text[3..].ToUpperInvariant() })
            {
                TraceIdText.TryParse(spelling, out var read).ShouldBeTrue();
                read.ShouldBe(bytes);
                TraceIdText.Normalise(spelling).ShouldBe(text);
            }
        }).ShouldHold();

    [Fact]
    public void FromBytes_SixteenBytes_IsPrefixAndLowerCaseDigits()
    {
        byte[] id = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];

        var text = TraceIdText.FromBytes(id);

        text.ShouldBe("tr-" + Digits);
        text.Length.ShouldBe(TraceIdText.Length);
        TraceIdText.FromHex(Digits).ShouldBe(text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(17)]
    public void FromBytes_OtherLength_Throws(int length) =>
        Should.Throw<ArgumentException>(() => TraceIdText.FromBytes(new byte[length]));

    [Theory]
    [InlineData("")]
    [InlineData("tr-")]
    [InlineData("tr-0123")]
    [InlineData("TR-" + Digits)]
    [InlineData("tr-tr-" + Digits)]
    [InlineData("tr-" + Digits + "0")]
    [InlineData(" " + Digits)]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef")]
    public void TryParse_OtherForm_IsRefusedAndStaysAsItIs(string text)
    {
        TraceIdText.TryParse(text, out var id).ShouldBeFalse();

        id.ShouldBeNull();
        TraceIdText.Normalise(text).ShouldBe(text);
    }
}
