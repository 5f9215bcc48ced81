namespace OtelBridge.Web.Comparison;

/// <summary>Something that both traces have.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Left">The value on the left; a dash when it is not known.</param>
/// <param name="Right">The value on the right.</param>
/// <param name="Delta">How the right one differs; null when it does not, or nobody can say how.</param>
public sealed record ComparedFact(string Label, string Left, string Right, Delta? Delta = null)
{
    public bool IsSame => Left == Right;
}
