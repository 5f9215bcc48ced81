namespace OtelBridge.Configuration;

/// <summary>What a destination may not see.</summary>
/// <param name="Rules">In the order in which they count.</param>
/// <param name="HidesAll">Whether a rule could not be used, so that nobody knows what is to be hidden: then everything is.</param>
internal sealed record MaskSettings(ValueList<MaskRuleSettings> Rules, bool HidesAll);
