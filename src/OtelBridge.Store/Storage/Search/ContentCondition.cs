namespace OtelBridge.Store.Storage.Search;

/// <summary>A condition on what the spans of a trace say.</summary>
/// <param name="Check">Reads the spans and decides.</param>
/// <param name="MaySql">Holds at least wherever the condition does.</param>
/// <param name="MustSql">Holds at most wherever the condition does.</param>
/// <param name="Driver">As of <see cref="SqlCondition"/>.</param>
/// <param name="OpenSql">Holds at least where of the two only the first does.</param>
internal sealed record ContentCondition(IContentCheck Check, string MaySql, string MustSql, string? Driver, string OpenSql = SearchCondition.Always) : SearchCondition
{
    public override string May => MaySql;

    public override string Must => MustSql;

    public override string Open => OpenSql;

    public override bool IsDecided => false;
}
