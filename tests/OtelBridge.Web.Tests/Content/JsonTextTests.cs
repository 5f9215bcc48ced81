using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Tests.Content;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quoted\" \\ back\u0001slash\n")]
    [InlineData("שלום e\u0301 👩‍👩‍👧 end")]
    public void Read_PieceByPiece_GivesTheWholeText(string text)
    {
        foreach (var size in (int[])[1, 2, 3, 7, 1000])
        {
            foreach (var json in (string[])[JsonSerializer.Serialize(text), $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""])
            {
                Joined(Encoding.UTF8.GetBytes(json).AsSpan(1..^1), size).ShouldBe(text);
            }
        }
    }

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("\\ud800x", "\uFFFDx")]
    [InlineData("\\udc00\\ud800", "\uFFFD\uFFFD")]
    public void Read_HalfASurrogatePair_IsReplaced(string raw, string text) => Joined(Encoding.UTF8.GetBytes(raw), 100).ShouldBe(text);

    [Fact]
    public void Read_AnyBytes_ComesToAnEnd() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        raw =>
        {
            Joined(raw, 3);
            return true;
        }).QuickCheckThrowOnFailure();

    private static string Joined(ReadOnlySpan<byte> raw, int size)
    {
        var whole = new StringBuilder();
        while (raw.Length > 0)
        {
            var (text, bytes) = JsonText.Read(raw, size);
            bytes.ShouldBeGreaterThan(0);
            whole.Append(text);
            raw = raw[bytes..];
        }

        return whole.ToString();
    }
}
