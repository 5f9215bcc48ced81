namespace OtelBridge.Store.Search;

/// <summary>Holds when an operand holds.</summary>
/// <param name="Operands">At least two; none of them is an <see cref="OrNode"/>.</param>
public sealed record OrNode(IReadOnlyList<FilterNode> Operands) : FilterNode
{
    /// <summary>Compares the operands one by one.</summary>
    public bool Equals(OrNode? other) => other is not null && Operands.SequenceEqual(other.Operands);

    /// <inheritdoc />
    public override int GetHashCode() => Operands.Aggregate(nameof(OrNode).Length, HashCode.Combine);
}
