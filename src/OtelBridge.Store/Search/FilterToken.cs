namespace OtelBridge.Store.Search;

/// <summary>A piece of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts, from 0.</param>
/// <param name="Raw">As it was written, quotes included.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Start, string Raw)
{
    /// <summary>Gets the text between the quotes of a <see cref="FilterTokenKind.Text"/>.</summary>
    public string Unquoted => FilterQuotes.Content(Raw);

    /// <summary>Gets whether it can name a field: a word, or text in double quotes.</summary>
    public bool MayBeField => Kind == FilterTokenKind.Word || (Kind == FilterTokenKind.Text && Raw[0] == '"');

    /// <summary>Whether it is this keyword, in any case; a quoted word is none.</summary>
    public bool Is(string keyword) => Kind == FilterTokenKind.Word && Raw.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
