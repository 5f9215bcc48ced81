namespace OtelBridge.Masking;

/// <summary>One step of a path: what it selects of an object's members or an array's elements.</summary>
/// <param name="IsDeep">Whether it selects at any depth below, <c>..</c>.</param>
/// <param name="IsAny">Whether it selects everything, <c>*</c>.</param>
/// <param name="Names">The members that it selects.</param>
/// <param name="Indexes">The elements that it selects.</param>
internal sealed record JsonPathSegment(bool IsDeep, bool IsAny, IReadOnlyList<string> Names, IReadOnlyList<int> Indexes)
{
    public bool Selects(string? name, int index)
    {
        if (IsAny)
        {
            return true;
        }

        // As many as one step of a path names.
        for (var i = 0; i < Names.Count && name is not null; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return name is null && Indexes.Contains(index);
    }
}
