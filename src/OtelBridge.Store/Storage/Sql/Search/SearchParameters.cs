using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The values of a search that is being put together: SQL names them, and never holds them.</summary>
internal sealed class SearchParameters(SqlDialect dialect) : ISearchValues
{
    private readonly List<(string Name, object? Value)> _values = []; // bounded by the limits of filters and orders

    public SqlDialect Dialect => dialect;

    /// <summary>Gets or sets whether the database matches regular expressions.</summary>
    public bool HasPatterns { get; set; }

    /// <summary>Gives a copy, for a statement that needs more values than those of the whole search.</summary>
    public SearchParameters Copy()
    {
        var copy = new SearchParameters(dialect);
        copy._values.AddRange(_values);
        return copy;
    }

    /// <summary>Adds a value and gives the name that stands for it.</summary>
    public string Add(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@v{_values.Count}");
        _values.Add((name, value));
        return name;
    }

    /// <summary>Gives a condition that holds for the values of a list.</summary>
    public string IsIn(string expression, IReadOnlyCollection<string> values) => dialect.IsIn(expression, Add(dialect.List(values)));

    /// <inheritdoc cref="IsIn(string, IReadOnlyCollection{string})"/>
    public string IsIn(string expression, IReadOnlyCollection<long> values) => dialect.IsIn(expression, Add(dialect.List(values)));

    /// <summary>Gives all values, and those of one statement.</summary>
    public (string Name, object? Value)[] With(params IEnumerable<(string Name, object? Value)> more) => [.. _values, .. more];
}
