namespace OtelBridge.Store.Search;

/// <summary>What a <see cref="FilterToken"/> is.</summary>
internal enum FilterTokenKind
{
    /// <summary>A field, a keyword or an unquoted word.</summary>
    Word,

    /// <summary>Text in single or double quotes.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A run of <c>= ! &lt; &gt; ~</c>, known or not.</summary>
    Comparator,

    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary>A character that starts nothing of the language.</summary>
    Stray,

    /// <summary>The end of the text.</summary>
    End,
}
