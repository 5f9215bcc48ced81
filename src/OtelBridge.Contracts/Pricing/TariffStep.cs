namespace OtelBridge.Pricing;

/// <summary>The prices of calls with more input tokens than a number.</summary>
internal readonly record struct TariffStep(long Above, Rates Rates);
