using System.Collections.Concurrent;

namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>What was sent to each database.</summary>
internal sealed class SentStatements
{
    private const int KeptStatements = 10_000;
    private const int KeptLength = 4_000;

    // Bounded by the databases of the tests that run at once (each forgets its own), and for each by KeptStatements.
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SentStatement>> _databases = new();

    public void Add(string database, SentStatement statement)
    {
        var kept = _databases.GetOrAdd(database, static _ => new ConcurrentQueue<SentStatement>());
        kept.Enqueue(statement with { Text = statement.Text.Length > KeptLength ? statement.Text[..KeptLength] : statement.Text });
        while (kept.Count > KeptStatements)
        {
            kept.TryDequeue(out _);
        }
    }

    public IReadOnlyList<SentStatement> Of(string database) => _databases.TryGetValue(database, out var kept) ? [.. kept] : [];

    public void Forget(string database) => _databases.TryRemove(database, out _);
}
