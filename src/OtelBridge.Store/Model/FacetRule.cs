namespace OtelBridge.Store.Model;

/// <summary>Which values become facets, and how much of them: said once for who writes them and who looks for them.</summary>
internal static class FacetRule
{
    /// <summary>The most characters of a value that are kept.</summary>
    public const int Width = 250;

    /// <summary>As databases count them (a pair of surrogates is one), a value of fewer characters was not cut.</summary>
    public const int ShortestCut = (Width - 1) / 2;

    /// <summary>Whether values of a kind and key are facets.</summary>
    public static bool Has(FacetKind kind, string key) => false;

    /// <summary>Cuts a value, never through a pair of surrogates.</summary>
    public static string Cut(string value) =>
        value.Length <= Width ? value : value[..(char.IsHighSurrogate(value[Width - 1]) ? Width - 1 : Width)];
}
