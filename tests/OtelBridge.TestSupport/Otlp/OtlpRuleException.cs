namespace OtelBridge.TestSupport.Otlp;

/// <summary>A span or resource that breaks a rule of OTLP or of a product that receives it.</summary>
public sealed class OtlpRuleException(string message) : Exception(message);
