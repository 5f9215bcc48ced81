namespace OtelBridge.Store.Search;

/// <summary>Never holds: a field that is a number, compared with quoted text that is none, e.g. <c>timestamp_ms = 'abc'</c>.</summary>
/// <remarks>MLflow takes such a filter and finds nothing, so it is not an error here either.</remarks>
/// <param name="Field">The field that is a number.</param>
/// <param name="Operator">The operator that was written.</param>
/// <param name="Text">The text that is no number.</param>
public sealed record NeverNode(FilterField Field, FilterOperator Operator, string Text) : FilterNode;
