using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Export;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Masking;

/// <summary>A secret that is planted anywhere in any JSON is not in what is sent, and what is sent is JSON.</summary>
public sealed class MaskPropertyTests
{
    private const string Secret = "hunter-2222";

    private static readonly JsonSerializerOptions[] Writings =
    [
        new(), new() { WriteIndented = true }, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(static t => t ?? string.Empty),
        Gen.Elements("", "[", "{", "{\"a\":1}", "[1] note", "\"quoted\"", "p\u00e4ss", "a/b\\c\"d\n", "\u2028", "\ud83d\ude00", "hunter", "2222"));

    [Fact]
    public void Secret_UnderAHiddenKey_IsNeverSent() => Prop.ForAll(Documents(isKey: true).ToArbitrary(), static text =>
    {
        var masked = Masked.Text(text, Masked.Keys("password"));
        IsHidden(masked).ShouldBeTrue($"{text} became {masked}");
    }).ShouldHold(2_000);

    [Fact]
    public void Secret_ThatAPatternFinds_IsNeverSent() => Prop.ForAll(Documents(isKey: false).ToArbitrary(), static text =>
    {
        var masked = Masked.Text(text, Masked.Pattern("hunter-[0-9]+"));
        IsHidden(masked).ShouldBeTrue($"{text} became {masked}");
    }).ShouldHold(2_000);

    [Fact]
    public void Secret_OnAPath_IsNeverSent() => Prop.ForAll(Documents(isKey: true, "password").ToArbitrary(), static text =>
    {
        var masked = Masked.Text(text, new MaskRule { JsonPath = "$..password", Action = MaskAction.Remove });
        (masked is null || IsHidden(masked)).ShouldBeTrue($"{text} became {masked}");
    }).ShouldHold(1_000);

    [Fact]
    public void Secret_InJsonThatIsCutAnywhere_IsNotSentFromAHiddenKey() =>
        Prop.ForAll(Documents(isKey: true).ToArbitrary(), ArbMap.Default.ArbFor<NonNegativeInt>(), static (text, cut) =>
        {
            var masked = Masked.Text(text[..(cut.Get % (text.Length + 1))], Masked.Keys("password"));
            masked?.Contains(Secret, StringComparison.Ordinal).ShouldBeFalse();
        }).ShouldHold(1_000);

    [Fact]
    public void AnyText_IsNeverAFault() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), Texts.ToArbitrary(), static (a, b) =>
    {
        Masked.Text(a + b, Masked.Keys("k"), Masked.Pattern("x+"), Masked.Path("$..y"));
        Masked.Text(b + a, Masked.Keys("k"), Masked.Pattern("x+"), Masked.Path("$..y"));
    }).ShouldHold(2_000);

    private static bool IsHidden(string? masked)
    {
        using var json = JsonDocument.Parse(masked!);
        return !masked!.Contains(Secret, StringComparison.Ordinal) && !Values(json.RootElement).Any(static v => v.Contains(Secret, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static m => Values(m.Value).Prepend(m.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    /// <summary>Random JSON with the secret somewhere in it: under the key, or in any text or name.</summary>
    private static Gen<string> Documents(bool isKey, params string[] keys) =>
        from depth in Gen.Choose(0, 5)
        from node in Around(isKey ? Under(keys) : In(), depth)
        from writing in Gen.Elements(Writings)
        select node.ToJsonString(writing);

    private static Gen<JsonNode> Under(string[] keys) =>
        from key in Gen.Elements(keys.Length > 0 ? keys : ["password", "PassWord", "PASSWORD"])
        from value in Gen.OneOf(Gen.Constant<JsonNode>(JsonValue.Create(Secret)), In(), In().Select(static n => (JsonNode)new JsonArray(1, n)))
        from before in Others()
        select With(before, key, value);

    private static Gen<JsonNode> In() => Gen.OneOf(
        Texts.Select(static t => (JsonNode)JsonValue.Create(t.TrimStart('"', '{', '[') + Secret + t)),
        Others().Select(static o => With(o, $"of {Secret}", JsonValue.Create(true))));

    private static Gen<JsonNode> Around(Gen<JsonNode> core, int depth) => depth == 0 ? core :
        from inner in Around(core, depth - 1)
        from others in Others()
        from kind in Gen.Choose(0, 2)
        select kind switch
        {
            0 => With(others, "inner", inner),
            1 => new JsonArray(others, inner, 3.50),
            _ => With(others, "text", JsonValue.Create(inner.ToJsonString())),
        };

    private static Gen<JsonObject> Others() => Gen.Zip(Texts, Texts).ListOf(2).Select(static pairs =>
    {
        var node = new JsonObject();
        foreach (var (key, value) in pairs)
        {
            node["o" + key] = value;
        }

        return node;
    });

    private static JsonNode With(JsonObject node, string key, JsonNode value)
    {
        node[key] = value;
        return node;
    }
}
