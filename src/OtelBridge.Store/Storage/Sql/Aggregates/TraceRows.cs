using System.Data.Common;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Some traces, read row by row without their previews and payload.</summary>
internal abstract class TraceRows
{
    /// <summary>Reads every trace.</summary>
    /// <param name="columns">Columns of the row <c>t</c>.</param>
    /// <param name="read">Is called with each row.</param>
    public void ReadTraces(string columns, Action<DbDataReader> read) => Read((from, where) => $"SELECT {columns} FROM {from} WHERE {where}", read);

    /// <summary>Reads what is joined to the traces.</summary>
    /// <param name="columns">Columns of the rows.</param>
    /// <param name="join">What is joined to the row <c>t</c>.</param>
    /// <param name="condition">Of what is joined.</param>
    /// <param name="read">Is called with each row.</param>
    public void ReadJoined(string columns, string join, string condition, Action<DbDataReader> read) =>
        Read((from, where) => $"SELECT {columns} FROM {from} {join} WHERE {where} AND {condition}", read);

    /// <summary>Reads the rows of statements that are made of a source of rows <c>t</c> and a condition.</summary>
    protected abstract void Read(Func<string, string, string> sql, Action<DbDataReader> read);

    protected static void Read(SqlSession session, string sql, (string Name, object? Value)[] values, Action<DbDataReader> read)
    {
        using var command = session.Command(sql, values);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            read(row);
        }
    }
}
