namespace OtelBridge.Store.Storage.Search;

/// <summary>Several conditions of which all, or any, must hold.</summary>
internal sealed record JoinedCondition(IReadOnlyList<SearchCondition> Operands, bool IsAll) : SearchCondition
{
    public override string May => Join(Operands.Select(operand => operand.May));

    public override string Must => Join(Operands.Select(operand => operand.Must));

    public override bool IsDecided => Operands.All(operand => operand.IsDecided);

    // In the order of the filter, but what needs no subquery first: databases take them as written.
    private string Join(IEnumerable<string> operands) => $"({string.Join(
        IsAll ? " AND " : " OR ",
        operands.OrderBy(sql => sql.Contains("SELECT", StringComparison.Ordinal)).Select(sql => $"({sql})"))})";
}
