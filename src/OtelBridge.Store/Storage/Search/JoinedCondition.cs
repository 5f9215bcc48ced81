namespace OtelBridge.Store.Storage.Search;

/// <summary>Several conditions of which all, or any, must hold.</summary>
internal sealed record JoinedCondition(IReadOnlyList<SearchCondition> Operands, bool IsAll) : SearchCondition
{
    public override string May => Join(Operands.Select(operand => operand.May));

    // Said outright, since nobody asks a database then.
    public override string Must => IsAll && Operands.Any(operand => operand.Must == Never) ? Never : Join(Operands.Select(operand => operand.Must));

    public override string Open
    {
        get
        {
            var open = Operands.Select(operand => operand.Open).Where(sql => sql != Never).ToList();
            return open.Count == 0 ? Never : open.Contains(Always) ? Always : $"({string.Join(" OR ", open.Select(sql => $"({sql})"))})";
        }
    }

    public override bool IsDecided => Operands.All(operand => operand.IsDecided);

    // In the order of the filter, but what needs no subquery first: databases take them as written.
    private string Join(IEnumerable<string> operands) => $"({string.Join(
        IsAll ? " AND " : " OR ",
        operands.OrderBy(sql => sql.Contains("SELECT", StringComparison.Ordinal)).Select(sql => $"({sql})"))})";
}
