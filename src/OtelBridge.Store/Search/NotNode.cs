namespace OtelBridge.Store.Search;

/// <summary>Holds when the operand does not, also for an operand that finds nothing because the value it asks for is absent.</summary>
/// <param name="Operand">What must not hold.</param>
public sealed record NotNode(FilterNode Operand) : FilterNode;
