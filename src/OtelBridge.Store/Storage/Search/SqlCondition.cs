namespace OtelBridge.Store.Storage.Search;

/// <summary>A condition that SQL decides.</summary>
/// <param name="Sql">Over the row <c>t</c>; may be null, which is not true.</param>
/// <param name="Driver">Gives, as <c>trace_key</c>, at least the traces for which it holds, from an index; null where there is none.</param>
internal sealed record SqlCondition(string Sql, string? Driver = null) : SearchCondition
{
    public override string May => Sql;

    public override string Must => Sql;

    public override string Open => Never;

    public override bool IsDecided => true;
}
