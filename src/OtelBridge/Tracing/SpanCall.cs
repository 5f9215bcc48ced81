namespace OtelBridge.Tracing;

/// <summary>What a span is to be started with.</summary>
internal readonly record struct SpanCall(
    string Name, string SpanType, object? Inputs, IEnumerable<KeyValuePair<string, object?>>? Attributes)
{
    public MlflowSpan Begin() => SpanStart.Begin(Name, SpanType, Inputs, Attributes);
}
