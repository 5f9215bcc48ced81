using System.Text;
using System.Text.Json;
using OtelBridge.Configuration;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Masking;

namespace OtelBridge.Fuzz.Targets.Content;

/// <summary>Masks of the SDK over values of strangers, and rules in any form. What is hidden is hidden, and what comes out is JSON where JSON went in.</summary>
/// <remarks>The first line of an input is a rule (a path, or a regular expression), the rest is the value.</remarks>
internal sealed class MaskTarget : FuzzTarget
{
    private const string Secret = "hunter2";

    public override string Name => "masks";

    public override string What => "masking rules of the SDK (JSON paths, patterns, keys) over any value";

    public override int InputsInTests => 300;

    // What does not backtrack takes memory that grows with the square of a pattern, which is bounded itself.
    public override long AllowedBytes(int length) => (128L << 20) + (2000L * length);

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Json, "$", "$.", "..", "[*]", "['a']", "[0]", "*", "a", "password", Secret, "(a+)+$", ".*", "[a-z]", "\\d", "(?i)", "(?=", "\n", "//x\n", "/*x*/", ",]"];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        "$.a[*]..b\n{\"a\":[{\"b\":\"hunter2\",\"password\":\"hunter2\"}],\"c\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}", "hunter\\d\n[\"hunter2\",{\"hunter2\":1}]", "$\n{\"password\":\"hunter2\"", "$['a','b'][0]\n{\"a\":[1,2],\"b\":[3]}",
        "[0-9]{4}\n{\"password\" /* x */ : \"hunter2\",}",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n', 2);
        var isPath = JsonPath.Parse(lines[0], out _, out _);
        var isPattern = MaskPattern.Parse(lines[0], out _, out _);
        var rules = new MaskRules(
        [
            new MaskRuleSettings { Keys = new ValueList<string>(["password"]) }.Terms(),
            new MaskRuleSettings { JsonPath = isPath ? lines[0] : null, Pattern = !isPath && isPattern ? lines[0] : null }.Terms(),
        ]);
        var value = lines[^1];
        var masked = new TextMask(rules).Mask(value, new MaskBudget(), isJson: true);
        if (IsJson(value) && masked is not null && masked != TextMask.NotJudged)
        {
            Promise(IsJson(masked), "JSON that was masked is JSON.");
        }

        return $"{isPath} {isPattern} {(masked is null ? "none" : masked == value ? "same" : masked == TextMask.NotJudged ? "hidden" : "changed")}";
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 500 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
