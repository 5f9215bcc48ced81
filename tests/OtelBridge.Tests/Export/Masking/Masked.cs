using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Masking;

namespace OtelBridge.Tests.Export.Masking;

/// <summary>What the rules of a destination leave of a span.</summary>
internal static class Masked
{
    public static MaskRule Keys(params string[] keys) => Add(new MaskRule(), keys);

    public static MaskRule Pattern(string pattern) => new() { Pattern = pattern };

    public static MaskRule Path(string path) => new() { JsonPath = path };

    /// <summary>One attribute of a span, masked; null when it is left out.</summary>
    public static object? Value(string key, object? value, params MaskRule[] rules)
    {
        using var activity = new Activity("s").Start();
        activity.SetTag(key, value);
        return Draft(activity, rules).Get(key);
    }

    public static string? Text(string? value, params MaskRule[] rules) => (string?)Value("a", value, rules);

    public static SpanDraft Draft(Activity activity, params MaskRule[] rules)
    {
        var draft = new SpanDraft();
        draft.Begin(activity);
        SpanMask.Of(Settings(rules).ShouldNotBeNull()).Apply(draft);
        return draft;
    }

    public static MaskSettings? Settings(params MaskRule[] rules)
    {
        var reader = new SettingsReader(Traced.Configuration());
        return new MaskSettingsFactory(reader).Create([], new DestinationReader(reader, "d"), rules);
    }

    private static MaskRule Add(MaskRule rule, string[] keys)
    {
        foreach (var key in keys)
        {
            rule.Keys.Add(key);
        }

        return rule;
    }
}
