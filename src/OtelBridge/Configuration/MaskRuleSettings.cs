using OtelBridge.Diagnostics;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>A <see cref="MaskRule"/>, decided.</summary>
internal sealed record MaskRuleSettings
{
    public const string DefaultReplacement = "[masked]";

    public string? JsonPath { get; init; }

    public ValueList<string> Keys { get; init; } = ValueList<string>.Empty;

    public string? Pattern { get; init; }

    public MaskAction Action { get; init; }

    public string Replacement { get; init; } = DefaultReplacement;

    /// <summary>Set for <see cref="MaskAction.Hash"/>.</summary>
    public string? HashKey { get; init; }

    /// <summary>Without the key of the hash.</summary>
    public override string ToString() => $"{JsonPath} {Keys} {Pattern} {Action}{(HashKey is null ? string.Empty : " " + Redaction.Secret)}";
}
