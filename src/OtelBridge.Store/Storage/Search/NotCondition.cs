namespace OtelBridge.Store.Storage.Search;

/// <summary>Holds where the operand does not, also where that is unknown to SQL.</summary>
internal sealed record NotCondition(SearchCondition Operand) : SearchCondition
{
    public override string May => $"(({Operand.Must}) IS NOT TRUE)";

    public override string Must => $"(({Operand.May}) IS NOT TRUE)";

    public override string Open => Operand.Open;

    public override bool IsDecided => Operand.IsDecided;
}
