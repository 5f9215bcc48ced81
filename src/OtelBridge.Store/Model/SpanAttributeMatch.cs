namespace OtelBridge.Store.Model;

/// <summary>What one span must say to be found.</summary>
/// <param name="Keys">Keys of which one must have the value: of the span, its events, its scope or its resource. Besides attributes they may be <c>span.kind</c>,
/// <c>otel.status_code</c>, <c>otel.status_description</c>, <c>otel.scope.name</c> and <c>otel.scope.version</c>, which stand for the fields of OTLP; <c>error</c> alone, with
/// <c>true</c> or <c>false</c>, asks the status.</param>
/// <param name="Value">The value as text; null when any will do, and then an event of that name will do too.</param>
public sealed record SpanAttributeMatch(IReadOnlyList<string> Keys, string? Value);
