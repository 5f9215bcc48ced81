using System.Runtime.InteropServices;
using System.Text;

namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>A connection to the engine: a session with settings of its own, for one statement at a time.</summary>
internal sealed unsafe class EngineConnection : IDisposable
{
    private static readonly Dictionary<string, string> NoParameters = [];

    private readonly nint* _connection;

    public EngineConnection(string folder)
    {
        using var arguments = new TextArray(["clickhouse", "--path=" + folder, "--config-file=" + ConfigurationOf(folder)]);
        _connection = LibChdb.Connect(arguments.Count, arguments.Texts);
        if (_connection is null)
        {
            throw new InvalidOperationException($"libchdb gave no connection to {folder}.");
        }
    }

    /// <summary>Where the engine reads its configuration.</summary>
    public static string ConfigurationOf(string folder) => Path.Combine(folder, "otelbridge.xml");

    /// <summary>Sets something for the rest of this session.</summary>
    public void Set(string name, string value) => Run(Encoding.UTF8.GetBytes($"SET {name} = {Quote(value)}"), "Null");

    public void UseDatabase(string name) =>
        Run(Encoding.UTF8.GetBytes("USE `" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`"), "Null");

    /// <summary>How many statements a text holds; zero when it is not SQL.</summary>
    public int CountStatements(ReadOnlySpan<byte> sql)
    {
        var analysis = new LibChdb.Analysis { StructSize = (uint)sizeof(LibChdb.Analysis) };
        fixed (byte* text = sql)
        {
            _ = LibChdb.Classify(*_connection, text, (nuint)sql.Length, null, 0, &analysis);
        }

        return (int)analysis.StatementCount;
    }

    /// <summary>Runs a statement without parameters.</summary>
    public EngineResult Run(ReadOnlySpan<byte> sql, string format) => Run(sql, format, NoParameters);

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement, in UTF-8.</param>
    /// <param name="format">The format of the result when the statement names none.</param>
    /// <param name="parameters">Values by name, as a field of the TSV format has them.</param>
    public EngineResult Run(ReadOnlySpan<byte> sql, string format, IReadOnlyDictionary<string, string> parameters)
    {
        using var names = new TextArray([.. parameters.Keys]);
        using var values = new TextArray([.. parameters.Values]);
        var formatName = Encoding.UTF8.GetBytes(format);
        fixed (byte* text = sql, formatText = formatName)
        {
            return Take(LibChdb.Query(
                *_connection, text, (nuint)sql.Length, formatText, (nuint)formatName.Length, names.Texts, names.Lengths, values.Texts, values.Lengths, (nuint)names.Count));
        }
    }

    /// <summary>Inserts data, whatever its bytes are.</summary>
    /// <param name="sql">The statement without its format.</param>
    /// <param name="format">The format of the data.</param>
    /// <param name="parameters">Values by name, as a field of the TSV format has them.</param>
    /// <param name="data">The data.</param>
    public EngineResult Insert(ReadOnlySpan<byte> sql, string format, IReadOnlyDictionary<string, string> parameters, ReadOnlySpan<byte> data)
    {
        using var names = new TextArray([.. parameters.Keys]);
        using var values = new TextArray([.. parameters.Values]);
        var formatName = Encoding.UTF8.GetBytes(format);
        nint insert;
        fixed (byte* text = sql, formatText = formatName)
        {
            insert = LibChdb.BeginInsert(
                *_connection, text, (nuint)sql.Length, formatText, (nuint)formatName.Length, names.Texts, names.Lengths, values.Texts, values.Lengths, (nuint)names.Count);
        }

        try
        {
            ThrowOn(LibChdb.InsertError(insert));
            fixed (byte* bytes = data)
            {
                // It fails when the insert has; the end says why.
                _ = LibChdb.Append(insert, bytes, (nuint)data.Length);
            }

            return Take(LibChdb.EndInsert(insert));
        }
        finally
        {
            LibChdb.DestroyInsert(insert);
        }
    }

    public void Dispose() => LibChdb.Close(_connection);

    private static EngineResult Take(nint result)
    {
        try
        {
            ThrowOn(LibChdb.Error(result));
            var data = new ReadOnlySpan<byte>(LibChdb.Buffer(result), checked((int)LibChdb.Length(result))).ToArray();
            return new EngineResult(data, LibChdb.RowsRead(result), LibChdb.RowsWritten(result));
        }
        finally
        {
            LibChdb.DestroyResult(result);
        }
    }

    private static void ThrowOn(byte* error)
    {
        if (error is not null)
        {
            throw EngineException.Parse(Marshal.PtrToStringUTF8((nint)error)!); // not null, see above
        }
    }

    private static string Quote(string value) =>
        "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
