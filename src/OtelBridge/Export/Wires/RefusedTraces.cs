using System.Text.RegularExpressions;

namespace OtelBridge.Export.Wires;

/// <summary>Reads which traces an MLflow server refused: it names each as <c>Trace tr-…: why</c>, and has kept the others.</summary>
internal static partial class RefusedTraces
{
    /// <summary>The ids of traces of a parcel that a text names.</summary>
    public static IReadOnlySet<string> In(string text, Parcel parcel)
    {
        // Bounded by the traces of one request.
        var named = TraceId().Matches(text).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal);
        if (named.Count > 0)
        {
            named.IntersectWith(ParcelParts.SpansOf(parcel).Select(ParcelParts.TraceIdOf));
        }

        return named;
    }

    [GeneratedRegex("tr-[0-9a-f]{32}")]
    private static partial Regex TraceId();
}
