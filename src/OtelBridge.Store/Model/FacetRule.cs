using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Store.Model;

/// <summary>Which values become facets, and how much of them: said once for who writes them and who looks for them.</summary>
internal static class FacetRule
{
    /// <summary>The most characters of a value that are kept.</summary>
    public const int Width = 250;

    /// <summary>As databases count them (a pair of surrogates is one), a value of fewer characters was not cut.</summary>
    public const int ShortestCut = (Width - 1) / 2;

    /// <summary>The most traces that one row names as having a value.</summary>
    public const int LongestRange = 256;

    // Large, or different in every trace: a row for each would be an index of what nobody looks for.
    private static readonly FrozenSet<string> OtherMetadata = FrozenSet.Create(
        StringComparer.Ordinal,
        MlflowKeys.TraceInputs,
        MlflowKeys.TraceOutputs,
        MlflowKeys.TraceTokenUsage,
        MlflowKeys.TraceCost,
        MlflowKeys.TraceSizeStats,
        MlflowKeys.TraceSizeBytes);

    /// <summary>Whether values of a kind and key are facets.</summary>
    public static bool Has(FacetKind kind, string key) => kind switch
    {
        FacetKind.Metadata => !OtherMetadata.Contains(key),
        FacetKind.Tag => key != MlflowKeys.ArtifactLocation,
        _ => true,
    };

    /// <summary>Gives the keys whose values are no facets.</summary>
    public static IEnumerable<string> Without(FacetKind kind) => kind == FacetKind.Metadata ? OtherMetadata : [MlflowKeys.ArtifactLocation];

    /// <summary>Whether traces are noted with values of a kind; the others are only listed.</summary>
    public static bool HasTraces(FacetKind kind) => kind < FacetKind.Operation;

    /// <summary>Cuts a value, never through a pair of surrogates.</summary>
    public static string Cut(string value) => TextLimit.Cut(value, Width);
}
