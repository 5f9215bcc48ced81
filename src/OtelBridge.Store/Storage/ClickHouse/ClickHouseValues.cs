using System.Globalization;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The values of a statement: SQL names them with their types, the server binds them.</summary>
/// <remarks>A server takes fields of at most 128 KiB (<c>http_max_field_value_size</c>): longer lists go in pieces, see <see cref="MaxListBytes"/>.</remarks>
internal sealed class ClickHouseValues
{
    /// <summary>The most bytes of text that one list should hold.</summary>
    public const int MaxListBytes = 64 * 1024;

    private readonly List<(string Name, string Text)> _values = []; // bounded by the limits of filters, and by whoever makes statements

    /// <summary>Gets names and texts as the HTTP interface takes them.</summary>
    public IReadOnlyList<(string Name, string Text)> All => _values;

    /// <summary>Gives a copy, for a statement that needs more values than those of the whole search.</summary>
    public ClickHouseValues Copy()
    {
        var copy = new ClickHouseValues();
        copy._values.AddRange(_values);
        return copy;
    }

    /// <summary>Adds a value and gives what stands for it in SQL, e.g. <c>{v0:String}</c>.</summary>
    public string Add(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"v{_values.Count}");
        var (type, text) = value switch
        {
            string one => ("String", Escaped(one)),
            long number => ("Int64", number.ToString(CultureInfo.InvariantCulture)),
            int number => ("Int32", number.ToString(CultureInfo.InvariantCulture)),
            ulong number => ("UInt64", number.ToString(CultureInfo.InvariantCulture)),
            double number => ("Float64", number.ToString("R", CultureInfo.InvariantCulture)),
            IEnumerable<string> texts => ("Array(String)", $"[{string.Join(',', texts.Select(Quoted))}]"),
            IEnumerable<long> numbers => ("Array(Int64)", $"[{string.Join(',', numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture)))}]"),
            IEnumerable<ulong> numbers => ("Array(UInt64)", $"[{string.Join(',', numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture)))}]"),
            _ => throw new ArgumentException($"No value of ClickHouse is made of {value.GetType().Name}.", nameof(value)),
        };
        _values.Add((name, text));
        return $"{{{name}:{type}}}";
    }

    // As in TabSeparated.
    private static string Escaped(string text) => Escape(new StringBuilder(text.Length), text).ToString();

    private static string Quoted(string text) => Escape(new StringBuilder(text.Length + 2).Append('\''), text).Append('\'').ToString();

    private static StringBuilder Escape(StringBuilder target, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => target.Append(@"\\"),
                '\'' => target.Append(@"\'"),
                '\n' => target.Append(@"\n"),
                '\r' => target.Append(@"\r"),
                '\t' => target.Append(@"\t"),
                '\0' => target.Append(@"\0"),
                '\b' => target.Append(@"\b"),
                '\f' => target.Append(@"\f"),
                _ => target.Append(c),
            };
        }

        return target;
    }
}
