using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Cuts lists of ids into pieces that a statement can take as one value.</summary>
internal static class IdLists
{
    // A piece is held in memory on both sides, with what is found for it.
    private const int MaxIds = 1000;

    // Quotes and comma; characters that are escaped take twice their room.
    private const int Around = 3;

    /// <summary>Gives the ids in pieces, each once, in their order.</summary>
    public static IEnumerable<List<string>> Pieces(IEnumerable<string> ids)
    {
        var piece = new List<string>(); // bounded by MaxIds
        var bytes = 0;
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            var size = (Encoding.UTF8.GetByteCount(id) * 2) + Around;
            if (piece.Count > 0 && (piece.Count == MaxIds || bytes + size > ClickHouseValues.MaxListBytes))
            {
                yield return piece;
                (piece, bytes) = ([], 0);
            }

            piece.Add(id);
            bytes += size;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }
}
