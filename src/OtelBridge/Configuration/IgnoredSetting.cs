namespace OtelBridge.Configuration;

/// <summary>A setting whose value could not be used.</summary>
/// <param name="Key">Variable, key of the configuration, or name of the option.</param>
/// <param name="Value">The value as it may be shown.</param>
/// <param name="Reason">Why it cannot be used.</param>
/// <param name="Fallback">What is used instead.</param>
internal sealed record IgnoredSetting(string Key, string Value, string Reason, string Fallback);
