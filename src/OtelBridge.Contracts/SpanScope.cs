namespace OtelBridge;

/// <summary>The instrumentation scope of the spans that our SDK makes.</summary>
public static class SpanScope
{
    /// <summary>Name of the scope. Its spans carry every value that is no plain text, number or truth value as JSON text, and inputs and outputs always so.</summary>
    public const string Name = "OtelBridge";
}
