namespace OtelBridge.Web.Comparison;

/// <summary>How much the comparisons of one page may have together. Comparing takes time that grows with the square of what differs, so hostile texts would take all of it.</summary>
internal sealed class DifferenceBudget
{
    /// <summary>The most of one text that is compared.</summary>
    public const int MaxCharacters = 200_000;

    /// <summary>The most lines of one side, between the first and the last change, that are compared line by line.</summary>
    public const int MaxLines = 3_000;

    private const int MaxPage = 1_000_000;
    private const long MaxSteps = 64_000_000; // about a second at the very worst

    private int _characters = MaxPage;
    private long _steps = MaxSteps;

    /// <summary>Cuts a text to what there is room for.</summary>
    public string Cut(string text)
    {
        var length = Math.Min(text.Length, Math.Min(MaxCharacters, _characters));
        length = length < text.Length && length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        _characters -= length;
        return length == text.Length ? text : text[..length];
    }

    /// <summary>Whether two sequences may be compared item by item.</summary>
    public bool MayCompare(int left, int right, int most)
    {
        var steps = (long)(left + right) * (left + right);
        if (left > most || right > most || steps > _steps)
        {
            return false;
        }

        _steps -= steps;
        return true;
    }
}
