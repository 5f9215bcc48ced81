using System.Text;
using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Masking;

/// <summary>Looks for a text in all that a file of SQLite has: every byte of the file and its log, and every block decompressed.</summary>
internal static class SqliteBytes
{
    /// <summary>Where the text is, in whatever case; the store is closed.</summary>
    public static IReadOnlyList<string> Find(string path, string text)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
        {
            if (Holds(File.ReadAllBytes(file), text))
            {
                found.Add(Path.GetFileName(file));
            }
        }

        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT block_id, codec, size, payload FROM blocks";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (Holds(new PayloadBlock((PayloadCodecId)rows.GetInt32(1), rows.GetInt32(2), rows.GetFieldValue<byte[]>(3)).Unpack(), text))
            {
                found.Add($"block {rows.GetInt64(0)}");
            }
        }

        return found;
    }

    private static bool Holds(byte[] bytes, string text) => Encoding.Latin1.GetString(bytes).Contains(text, StringComparison.OrdinalIgnoreCase);
}
