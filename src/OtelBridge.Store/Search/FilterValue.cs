namespace OtelBridge.Store.Search;

/// <summary>A literal: exactly one of a text, a number, or a list of texts.</summary>
public sealed record FilterValue
{
    private FilterValue(string? text = null, double? number = null, long? wholeNumber = null, IReadOnlyList<string>? texts = null) =>
        (Text, Number, WholeNumber, Texts) = (text, number, wholeNumber, texts);

    /// <summary>Gets the text; null for a number or a list.</summary>
    public string? Text { get; }

    /// <summary>Gets the number, always finite; null for a text or a list.</summary>
    public double? Number { get; }

    /// <summary>Gets the number exactly where it is a whole one of 64 bits; null for other numbers, texts and lists.</summary>
    public long? WholeNumber { get; }

    /// <summary>Gets the list, of at least one text; null for a text or a number.</summary>
    public IReadOnlyList<string>? Texts { get; }

    /// <summary>Makes a text.</summary>
    public static FilterValue Of(string text) => new(text: text);

    /// <summary>Makes a whole number.</summary>
    public static FilterValue Of(long number) => new(number: number, wholeNumber: number);

    /// <summary>Makes a number; one without a fraction is a whole number too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static FilterValue Of(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "A filter compares with finite numbers only.");
        }

        return Math.Abs(number) < 1L << 53 && double.IsInteger(number) ? Of((long)number) : new FilterValue(number: number);
    }

    /// <summary>Makes a list of texts.</summary>
    public static FilterValue Of(IReadOnlyList<string> texts) => new(texts: texts);

    /// <summary>Compares what it holds, a list item by item.</summary>
    public bool Equals(FilterValue? other) =>
        other is not null && Text == other.Text && Nullable.Equals(Number, other.Number) && WholeNumber == other.WholeNumber
        && (Texts is null ? other.Texts is null : other.Texts is not null && Texts.SequenceEqual(other.Texts, StringComparer.Ordinal));

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Text, Number, WholeNumber, Texts?.Aggregate(0, HashCode.Combine));
}
