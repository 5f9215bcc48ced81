using System.Text;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Search.Text;

/// <summary>Every word of the text index, to find those that have a part: their bytes are scanned, many at once.</summary>
/// <remarks>Read when it is first asked and then what was added since; beyond <see cref="MaxBytes"/> the rest is read from the store every time.</remarks>
internal sealed class TermDictionary
{
    /// <summary>The most words that one part may stand for: more are looked for in the index one by one slower than texts are looked through.</summary>
    public const int MostWords = 3_000;

    // A few: the index is asked for each.
    private const int FewWords = 16;

    private const long MaxBytes = 256L * 1024 * 1024;

    private const string ReadSql = "SELECT chunk_id, words FROM text_terms WHERE chunk_id > @last ORDER BY chunk_id";

    private const byte Separator = (byte)'\n';

    private readonly Lock _lock = new();
    private List<byte[]> _chunks = []; // bounded by MaxBytes; replaced when it grows, so that readers need no lock
    private long _bytes;
    private long _last;

    /// <summary>Gives the words that have a part; null when they are too many.</summary>
    public IReadOnlyCollection<string>? Find(SqlSession session, WordPart part)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (chunks, last, isAll) = Load(session);
        if (!Scan(chunks, part, MostWords, found))
        {
            return null;
        }

        if (!isAll)
        {
            using var command = session.Command(ReadSql, ("@last", last));
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (!Scan([rows.GetFieldValue<byte[]>(1)], part, MostWords, found))
                {
                    return null;
                }
            }
        }

        return found;
    }

    /// <summary>Gives the words that have a part; null when they are more than a few, or when more would have to be read than is kept.</summary>
    public IReadOnlyCollection<string>? FindFew(SqlSession session, WordPart part)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (chunks, _, isAll) = Load(session);
        return isAll && Scan(chunks, part, FewWords, found) ? found : null;
    }

    private static bool Scan(IReadOnlyList<byte[]> chunks, WordPart part, int most, HashSet<string> found)
    {
        var wanted = Encoding.UTF8.GetBytes(part.IsEnd ? part.Text + '\n' : part.Text);
        return chunks.All(chunk => Scan(chunk, wanted, part.IsStart, most, found));
    }

    // Words end with a separator, and so does every chunk.
    private static bool Scan(byte[] chunk, byte[] wanted, bool isStart, int most, HashSet<string> found)
    {
        for (var at = 0; at < chunk.Length;)
        {
            var hit = chunk.AsSpan(at).IndexOf(wanted);
            if (hit < 0)
            {
                return true;
            }

            hit += at;
            var start = chunk.AsSpan(0, hit).LastIndexOf(Separator) + 1;
            var end = hit + chunk.AsSpan(hit).IndexOf(Separator);
            if (!isStart || start == hit)
            {
                found.Add(Encoding.UTF8.GetString(chunk, start, end - start));
                if (found.Count > most)
                {
                    return false;
                }
            }

            at = isStart && start != hit ? hit + 1 : end + 1;
        }

        return true;
    }

    private (List<byte[]> Chunks, long Last, bool IsAll) Load(SqlSession session)
    {
        lock (_lock)
        {
            if (_bytes >= MaxBytes)
            {
                return (_chunks, _last, false);
            }

            var chunks = _chunks;
            using var command = session.Command(ReadSql, ("@last", _last));
            using var rows = command.ExecuteReader();
            while (_bytes < MaxBytes && rows.Read())
            {
                chunks = ReferenceEquals(chunks, _chunks) ? [.. _chunks] : chunks;
                chunks.Add(rows.GetFieldValue<byte[]>(1));
                _bytes += chunks[^1].Length;
                _last = rows.GetInt64(0);
            }

            _chunks = chunks;
            return (_chunks, _last, _bytes < MaxBytes);
        }
    }
}
