namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Long lists of trace ids, in pieces that a server takes as one value.</summary>
internal static class TraceIdList
{
    public static IEnumerable<List<string>> Pieces(IEnumerable<string> traceIds)
    {
        var (piece, bytes) = (new List<string>(), 0);
        foreach (var id in traceIds)
        {
            var size = (2 * System.Text.Encoding.UTF8.GetByteCount(id)) + 3; // each may be escaped, and has quotes and a comma
            if (piece.Count > 0 && bytes + size > ClickHouseValues.MaxListBytes)
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
