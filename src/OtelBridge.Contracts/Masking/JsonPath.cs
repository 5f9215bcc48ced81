using System.Diagnostics.CodeAnalysis;

namespace OtelBridge.Masking;

/// <summary>A path into JSON, <c>$.messages[*]..content</c>, that is followed while JSON is read from its beginning to its end.</summary>
/// <remarks>Names, <c>*</c>, indexes, several of them, and any depth of RFC 9535: what can be decided at a value without knowing what comes after it.</remarks>
internal sealed class JsonPath
{
    /// <summary>Nothing of the path is behind, at the root of the JSON.</summary>
    public const ulong Start = 1;

    /// <summary>Where a walk is in a path is a bit for each segment.</summary>
    public const int MaxSegments = 63;

    private readonly IReadOnlyList<JsonPathSegment> _segments;

    private JsonPath(IReadOnlyList<JsonPathSegment> segments) => _segments = segments;

    /// <summary>Gets whether the path is <c>$</c>, the whole value.</summary>
    public bool IsRoot => _segments.Count == 0;

    /// <summary>Gets names of which one stands in every text in which the path means something; empty for a path that can do without.</summary>
    public IReadOnlyList<string> LastNames => _segments.LastOrDefault(static segment => segment is { IsAny: false, Names.Count: > 0, Indexes.Count: 0 })?.Names ?? [string.Empty];

    /// <summary>Reads a path; null with a reason when it is none, or not of those that are understood.</summary>
    public static JsonPath? TryParse(string text, out string reason) =>
        new JsonPathParser(text).Parse(out reason) is { } segments ? new JsonPath(segments) : null;

    /// <summary>The text itself, when it is a path.</summary>
    public static bool Parse(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        value = TryParse(text, out reason) is null ? null : text;
        return value is not null;
    }

    /// <summary>How far the path is at a member or an element, and whether it ends there.</summary>
    /// <param name="states">How far it is at the object or array: each bit a number of segments that are behind.</param>
    /// <param name="name">Name of the member; null for an element.</param>
    /// <param name="index">Index of the element.</param>
    /// <param name="isMatch">Whether the path means this value.</param>
    public ulong Step(ulong states, string? name, int index, out bool isMatch)
    {
        var next = 0UL;
        isMatch = false;
        for (var i = 0; states >> i != 0; i++)
        {
            if ((states >> i & 1) == 0)
            {
                continue;
            }

            var segment = _segments[i];
            next |= segment.IsDeep ? 1UL << i : 0;
            if (segment.Selects(name, index))
            {
                isMatch |= i + 1 == _segments.Count;
                next |= i + 1 == _segments.Count ? 0 : 1UL << (i + 1);
            }
        }

        return next;
    }
}
