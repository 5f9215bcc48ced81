using OtelBridge.Store.Model;

namespace OtelBridge.Store.Search;

/// <summary>Holds for traces that a <see cref="ServiceTraceQuery"/> finds. No text is read as one: conditions of the language may each hold for another span.</summary>
internal sealed record SpanMatchNode(ServiceTraceQuery Query) : FilterNode;
