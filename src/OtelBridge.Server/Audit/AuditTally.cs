using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>Entries that wait to be written; those that are alike are one, with their number.</summary>
/// <remarks>Thread-safe. Never waits: what finds no room is lost, and counted.</remarks>
internal sealed class AuditTally(int most, AuditLedger ledger)
{
    /// <summary>How many different entries about callers who were not let in wait at once: they can make up as many names as they like.</summary>
    public const int MostRefused = 100;

    private const string Others = "others";

    private readonly Lock _gate = new();
    private Dictionary<AuditEntry, AuditEntry> _rows = []; // bounded by most
    private int _refused;
    private long _lost;

    /// <summary>Gets whether it should be written before its time.</summary>
    public bool IsFilling
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count > most / 2;
            }
        }
    }

    /// <summary>Adds an entry, or counts it as lost.</summary>
    public void Add(AuditEntry entry)
    {
        var key = KeyOf(entry);
        lock (_gate)
        {
            if (entry.Action == AuditAction.SignInRefused && _refused >= MostRefused && !_rows.ContainsKey(key))
            {
                entry = new AuditEntry(entry.TimeMs, Others, AuditAction.SignInRefused) { Requests = entry.Requests };
                key = KeyOf(entry);
            }

            if (_rows.TryGetValue(key, out var row))
            {
                _rows[key] = row with
                {
                    TimeMs = Math.Min(row.TimeMs, entry.TimeMs),
                    Requests = row.Requests + entry.Requests,
                    Items = row.Items is null && entry.Items is null ? null : (row.Items ?? 0) + (entry.Items ?? 0),
                };
                return;
            }

            if (_rows.Count >= most)
            {
                _lost += entry.Requests;
                ledger.AddLost(entry.Requests);
                return;
            }

            _rows.Add(key, entry);
            _refused += entry.Action == AuditAction.SignInRefused ? 1 : 0;
        }
    }

    /// <summary>Takes everything out, and how many were lost since the last time.</summary>
    public (IReadOnlyList<AuditEntry> Entries, long Lost) Take()
    {
        lock (_gate)
        {
            var taken = (_rows.Values.OrderBy(static entry => entry.TimeMs).ToList(), _lost);
            (_rows, _refused, _lost) = ([], 0, 0);
            return taken;
        }
    }

    /// <summary>Puts back what could not be written.</summary>
    public void PutBack(IEnumerable<AuditEntry> entries, long lost)
    {
        foreach (var entry in entries)
        {
            Add(entry);
        }

        lock (_gate)
        {
            _lost += lost;
        }
    }

    private static AuditEntry KeyOf(AuditEntry entry) => entry with { TimeMs = 0, Requests = 0, Items = null };
}
