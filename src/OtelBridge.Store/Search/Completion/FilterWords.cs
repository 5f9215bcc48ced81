using System.Globalization;

namespace OtelBridge.Store.Search.Completion;

/// <summary>Writes values of strangers into filters so that they stay values.</summary>
public static class FilterWords
{
    /// <summary>A text literal: in single quotes, a quote inside written twice.</summary>
    public static string Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Quoted('\'', value);
    }

    /// <summary>A key after its entity: bare where it may be, otherwise in backticks.</summary>
    public static string Key(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return FilterLexer.IsBare(key) ? key : Quoted('`', key);
    }

    /// <summary>The condition that a field has a value: <c>tags.team = 'search'</c>.</summary>
    /// <param name="field">The field, as it is written.</param>
    /// <param name="value">The value.</param>
    public static string Is(string field, string value) => $"{field} = {Text(value)}";

    /// <summary>The condition that a number is at least so large.</summary>
    /// <param name="field">The field, as it is written.</param>
    /// <param name="value">The bound.</param>
    public static string AtLeast(string field, decimal value) => string.Create(CultureInfo.InvariantCulture, $"{field} >= {value}");

    private static string Quoted(char quote, string value) => quote + value.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal) + quote;
}
