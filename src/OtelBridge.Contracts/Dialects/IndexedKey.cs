namespace OtelBridge.Dialects;

/// <summary>A key with numbers in it: <c>PREFIX</c>, an index, <c>SUFFIX</c>, as in <c>gen_ai.prompt.0.content</c>. A <c>#</c> in the suffix stands for another index.</summary>
internal readonly record struct IndexedKey(string Prefix, string Suffix)
{
    private const char AnyIndex = '#';

    public bool Matches(ReadOnlySpan<char> key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        key = key[Prefix.Length..];
        if (!TakeIndex(ref key))
        {
            return false;
        }

        foreach (var expected in Suffix)
        {
            if (expected == AnyIndex ? !TakeIndex(ref key) : !TakeCharacter(ref key, expected))
            {
                return false;
            }
        }

        return key.IsEmpty;
    }

    private static bool TakeIndex(ref ReadOnlySpan<char> key)
    {
        var end = key.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? key.Length : end;
        key = key[digits..];
        return digits > 0;
    }

    private static bool TakeCharacter(ref ReadOnlySpan<char> key, char expected)
    {
        if (key.IsEmpty || key[0] != expected)
        {
            return false;
        }

        key = key[1..];
        return true;
    }
}
