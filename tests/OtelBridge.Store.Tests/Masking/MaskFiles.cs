using OtelBridge.Masking;
using OtelBridge.Otlp;
using OtelBridge.Store.Masking;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Masking;

/// <summary>Files of rules, and what they leave of values.</summary>
internal static class MaskFiles
{
    private const string Key = "a key of more than sixteen bytes";

    /// <summary>Reads a file that says this.</summary>
    public static MaskingRules Read(string json, Func<string, string?>? environment = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mask.json"), json);
        File.WriteAllText(folder.File("hash.key"), Key + "\n");
        return MaskingRules.Load(folder.File("mask.json"), environment ?? (static _ => null));
    }

    /// <summary>Rules, each in the form of an object of JSON without its braces.</summary>
    public static MaskingRules Rules(params IEnumerable<string> rules) =>
        Read($$"""{"hashKeyFile": "hash.key", "rules": [{{string.Join(",", rules.Select(static rule => $"{{{rule}}}"))}}]}""");

    /// <summary>What one rule leaves of an attribute.</summary>
    public static string? Text(string rule, string value, string key = "a") => Text(Rules(rule), value, key);

    public static string? Text(MaskingRules rules, string value, string key = "a") => new FieldMask(rules.Rules).Of(MaskPlaces.Attributes, key) is { } field
        ? AnyValueMask.Mask(field, key, new AnyValue { StringValue = value }, new MaskBudget())?.StringValue
        : value;
}
