namespace OtelBridge.Fuzz.Engine;

/// <summary>Which parts of the program ran. Marked copies of our assemblies write it, see <see cref="Marking"/>; without marks it stays empty, and shapes alone guide.</summary>
/// <remarks>Public, and a field, for the code that the marks are.</remarks>
public static class Coverage
{
    /// <summary>Size of the table; a little more than there are marks.</summary>
    public const int Size = 1 << 18;

    /// <summary>A byte for each mark, 1 when it was passed.</summary>
#pragma warning disable CA1051, CA2211 // Written by the marked code, of which each instruction counts.
    public static readonly byte[] Passed = new byte[Size];
#pragma warning restore CA1051, CA2211

    private static readonly byte[] Seen = new byte[Size];

    /// <summary>Forgets what was passed.</summary>
    internal static void Begin() => Array.Clear(Passed);

    /// <summary>Gets the marks that were passed since the beginning.</summary>
    internal static IEnumerable<int> Marks()
    {
        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            yield return at;
        }
    }

    /// <summary>Whether something was passed that never was before, which it is from now on.</summary>
    internal static bool TakeNews()
    {
        var isNew = false;
        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            isNew |= Seen[at] == 0;
            Seen[at] = 1;
        }

        return isNew;
    }

    /// <summary>Gets how many marks were ever passed.</summary>
    internal static int Count => Seen.AsSpan().Count((byte)1);

    private static int Next(int from)
    {
        var at = Passed.AsSpan(from).IndexOfAnyExcept((byte)0);
        return at < 0 ? -1 : from + at;
    }
}
