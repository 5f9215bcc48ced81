namespace OtelBridge.Store.Search;

/// <summary>Holds when a field's value compares so with a literal. An absent value never does, whatever the operator.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Operator">How; one that the field allows for this kind of value.</param>
/// <param name="Value">With what: a list for <c>IN</c> and <c>NOT IN</c>; a number for fields that are numbers; text for the others.
/// A span attribute takes either, and compares as the literal was written.</param>
public sealed record ComparisonNode(FilterField Field, FilterOperator Operator, FilterValue Value) : FilterNode;
