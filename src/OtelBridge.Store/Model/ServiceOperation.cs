using OtelBridge.Otlp;

namespace OtelBridge.Store.Model;

/// <summary>A kind of work that a service does.</summary>
/// <param name="Name">The name of its spans, of at most 250 characters.</param>
/// <param name="Kind">Their kind; unspecified also where it is not known.</param>
public sealed record ServiceOperation(string Name, Span.Types.SpanKind Kind);
