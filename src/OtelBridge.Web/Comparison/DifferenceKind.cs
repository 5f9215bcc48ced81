namespace OtelBridge.Web.Comparison;

/// <summary>How something stands on both sides.</summary>
public enum DifferenceKind
{
    Same,
    Changed,
    OnlyLeft,
    OnlyRight,
}
