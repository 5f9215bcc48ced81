using Spectre.Console;

namespace OtelBridge.Server.Commands;

/// <summary>A table in the terminal, whatever its cells hold.</summary>
internal static class TextTable
{
    public static void Write(IAnsiConsole console, string whenEmpty, IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(TerminalText.Clean(cell))));
        }

        if (table.Rows.Count == 0)
        {
            console.WriteLine(whenEmpty);
            return;
        }

        console.Write(table);
    }
}
