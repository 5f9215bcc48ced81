using System.Text.RegularExpressions;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>A condition on texts that stand in the row, which SQL encloses and memory decides.</summary>
/// <param name="ValuesSql">The texts; one of them is to match.</param>
/// <param name="Matches">Decides for one.</param>
/// <param name="MaySql">Holds at least wherever the condition does.</param>
/// <param name="MustSql">Holds at most wherever the condition does.</param>
internal sealed record ValueCondition(string ValuesSql, Func<string, bool> Matches, string MaySql, string MustSql) : SearchCondition
{
    public override string May => MaySql;

    public override string Must => MustSql;

    public override string Open => Always;

    public override bool IsDecided => false;

    public bool Holds(IReadOnlyList<string> values)
    {
        try
        {
            return values.Any(Matches);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidFilterException(RLikePattern.TooSlow);
        }
    }
}
