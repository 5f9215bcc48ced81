namespace OtelBridge.Export.Spool;

/// <summary>How much other processes have on disk for the same destination, as of a moment ago.</summary>
internal sealed class SpoolNeighbours(string root, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The largest share of time that may go into looking, one part in so many.</summary>
    private const int Share = 20;

    private long _bytes;
    private long _measured;
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>The bytes in all folders but our own.</summary>
    public long Bytes(IReadOnlyDictionary<string, SpoolFolder> own)
    {
        if (_next == TimeSpan.Zero || time.GetElapsedTime(_measured) >= _next)
        {
            var start = time.GetTimestamp();
            _bytes = SpoolFolder.Ids(root).Where(id => !own.ContainsKey(id)).Sum(BytesOf);
            _measured = time.GetTimestamp();
            var took = time.GetElapsedTime(start, _measured) * Share;
            _next = took > Interval ? took : Interval;
        }

        return _bytes;
    }

    private long BytesOf(string id)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(root, id)).EnumerateFiles().Sum(static file => ParcelFile.Cost(file.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone while it was looked at, or not ours to see.
            return 0;
        }
    }
}
