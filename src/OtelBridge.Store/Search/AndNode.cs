namespace OtelBridge.Store.Search;

/// <summary>Holds when every operand holds.</summary>
/// <param name="Operands">At least two; none of them is an <see cref="AndNode"/>.</param>
public sealed record AndNode(IReadOnlyList<FilterNode> Operands) : FilterNode
{
    /// <summary>Compares the operands one by one.</summary>
    public bool Equals(AndNode? other) => other is not null && Operands.SequenceEqual(other.Operands);

    /// <inheritdoc />
    public override int GetHashCode() => Operands.Aggregate(nameof(AndNode).Length, HashCode.Combine);
}
