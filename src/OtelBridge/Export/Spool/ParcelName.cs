using System.Globalization;

namespace OtelBridge.Export.Spool;

/// <summary>The name of a parcel's file, which says what must be known before it is read: <c>0000000042-001795000000000-512.parcel1</c>.</summary>
/// <param name="Sequence">Its number among the parcels of its folder. It comes first, so that names sort by it also when the clock was set back.</param>
/// <param name="Milliseconds">When it was written, since 1970.</param>
/// <param name="Spans">How many spans are in it.</param>
/// <remarks>The digit behind the last point is the version of the form, so that an older program leaves alone what a newer one wrote.</remarks>
internal readonly record struct ParcelName(long Sequence, long Milliseconds, int Spans) : IComparable<ParcelName>
{
    /// <summary>Ends the name of a file that is not written to its end.</summary>
    public const string UnfinishedSuffix = ".tmp";

    private static readonly string Suffix = string.Create(CultureInfo.InvariantCulture, $".parcel{ParcelForm.Version}");
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public DateTimeOffset Written => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    public static bool TryParse(ReadOnlySpan<char> file, out ParcelName name)
    {
        name = default;
        if (!file.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<Range> parts = stackalloc Range[4];
        var stem = file[..^Suffix.Length];
        if (stem.Split(parts, '-') != 3
            || !TryParse(stem[parts[0]], long.MaxValue, out var sequence)
            || !TryParse(stem[parts[1]], Latest, out var milliseconds)
            || !TryParse(stem[parts[2]], int.MaxValue, out var spans))
        {
            return false;
        }

        name = new ParcelName(sequence, milliseconds, (int)spans);
        // One file, one name: what another hand wrote with fewer zeros would not be found again.
        return file.SequenceEqual(name.ToString());
    }

    /// <summary>Whether this is the name of a parcel that was never written to its end.</summary>
    public static bool IsUnfinished(ReadOnlySpan<char> file) =>
        file.EndsWith(UnfinishedSuffix, StringComparison.Ordinal) && TryParse(file[..^UnfinishedSuffix.Length], out _);

    public int CompareTo(ParcelName other) => (Sequence, Milliseconds, Spans).CompareTo((other.Sequence, other.Milliseconds, other.Spans));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence:D10}-{Milliseconds:D15}-{Spans}{Suffix}");

    private static bool TryParse(ReadOnlySpan<char> digits, long most, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
