using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;

namespace OtelBridge.Tracing.Json;

/// <summary>Types whose own members lead in circles around what they hold: written as what they hold.</summary>
internal static class ReplacedShapes
{
    public static TypeShape? Find(Type type) =>
        typeof(DataSet).IsAssignableFrom(type) ? As(static s => ((DataSet)s).Tables)
        : typeof(DataTable).IsAssignableFrom(type) ? As(static t => ((DataTable)t).Rows)
        : typeof(DataRow).IsAssignableFrom(type) ? As(static r => Cells((DataRow)r))
        : typeof(DataView).IsAssignableFrom(type) ? As(static v => ((DataView)v).Cast<DataRowView>())
        : type == typeof(DataRowView) ? As(static v => ((DataRowView)v).Row)
        : typeof(XmlNode).IsAssignableFrom(type) ? As(static n => ((XmlNode)n).OuterXml)
        : typeof(Encoding).IsAssignableFrom(type) ? As(static e => ((Encoding)e).WebName)
        : type == typeof(StringBuilder) ? As(static b => Text((StringBuilder)b))
        : type == typeof(ReadOnlyMemory<char>) ? As(static m => ((ReadOnlyMemory<char>)m).ToString())
        : type == typeof(Memory<char>) ? As(static m => ((Memory<char>)m).ToString())
        : type == typeof(ArraySegment<byte>) ? As(static s => ((ArraySegment<byte>)s).AsMemory())
        : type.IsArray && type.GetArrayRank() > 1 ? As(static a => Level((Array)a, []))
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Lazy<>) ? As(LazyValue(type))
        : null;

    private static TypeShape As(Func<object, object?> replace) => new(ShapeKind.Replaced) { Replace = replace };

    private static Dictionary<string, object?> Cells(DataRow row)
    {
        // Bounded by the columns of the table.
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DataColumn column in row.Table.Columns)
        {
            cells[column.ColumnName] = row[column];
        }

        return cells;
    }

    // An array of several dimensions as arrays in arrays.
    private static IEnumerable<object?> Level(Array array, int[] outer)
    {
        for (var i = array.GetLowerBound(outer.Length); i <= array.GetUpperBound(outer.Length); i++)
        {
            int[] indices = [.. outer, i];
            yield return indices.Length == array.Rank ? array.GetValue(indices) : Level(array, indices);
        }
    }

    // As much as could be kept, and one more so that the cut is seen.
    private static string Text(StringBuilder builder) => builder.ToString(0, Math.Min(builder.Length, ContentSettings.Current.MaxBytes + 1));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A program that has read the value has kept its property; otherwise the value is left out.")]
    private static Func<object, object?> LazyValue(Type type)
    {
        var isCreated = type.GetProperty(nameof(Lazy<object>.IsValueCreated));
        var value = type.GetProperty(nameof(Lazy<object>.Value));
        return lazy => isCreated?.GetValue(lazy) is true ? value?.GetValue(lazy) : Marks.NotLoaded;
    }
}
