using System.Text;
using OtelBridge.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Masking;

namespace OtelBridge.Configuration;

/// <summary>A <see cref="MaskRule"/>, decided.</summary>
internal sealed record MaskRuleSettings
{
    public string? JsonPath { get; init; }

    public ValueList<string> Keys { get; init; } = ValueList<string>.Empty;

    public string? Pattern { get; init; }

    public MaskAction Action { get; init; }

    public string Replacement { get; init; } = MaskEffect.DefaultReplacement;

    /// <summary>Set for <see cref="MaskAction.Hash"/>.</summary>
    public string? HashKey { get; init; }

    /// <summary>The rule as it is asked.</summary>
    public MaskTerms Terms()
    {
        var effect = Action switch
        {
            MaskAction.Remove => MaskEffect.Remove(),
            MaskAction.Hash => MaskEffect.Hash(Encoding.UTF8.GetBytes(HashKey ?? string.Empty)),
            _ => MaskEffect.Replace(Replacement),
        };
        return new MaskTerms(effect)
        {
            Paths = JsonPath is null ? [] : [Masking.JsonPath.TryParse(JsonPath, out _)!], // it was understood when it was read
            Keys = Keys,
            Patterns = Pattern is null ? [] : [new MaskPattern(Pattern, effect)],
        };
    }

    /// <summary>Without the key of the hash.</summary>
    public override string ToString() => $"{JsonPath} {Keys} {Pattern} {Action}{(HashKey is null ? string.Empty : " " + Redaction.Secret)}";
}
