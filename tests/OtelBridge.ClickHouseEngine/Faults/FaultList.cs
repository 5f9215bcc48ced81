using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>The faults that are switched on.</summary>
internal sealed class FaultList
{
    // Bounded by the tests that run at once: each removes its own.
    private readonly ConcurrentDictionary<int, ActiveFault> _faults = new();
    private int _lastId;

    public ActiveFault Add(Fault fault)
    {
        var active = new ActiveFault(Interlocked.Increment(ref _lastId), fault);
        _faults[active.Id] = active;
        return active;
    }

    public ActiveFault? Find(int id) => _faults.GetValueOrDefault(id);

    public void Remove(int id)
    {
        if (_faults.TryRemove(id, out var fault))
        {
            fault.Remove();
        }
    }

    /// <summary>Removes the faults of a database.</summary>
    public void Clear(string database)
    {
        foreach (var fault in _faults.Values.Where(fault => fault.Fault.Database == database))
        {
            Remove(fault.Id);
        }
    }

    /// <summary>The oldest fault that hits a statement.</summary>
    public ActiveFault? Hit(string database, string statement) =>
        _faults.Values.OrderBy(fault => fault.Id).FirstOrDefault(fault => Concerns(fault.Fault, database, statement) && fault.Hits());

    private static bool Concerns(Fault fault, string database, string statement) =>
        statement.Contains(fault.Contains, StringComparison.OrdinalIgnoreCase)
        && (fault.Database == database || Regex.IsMatch(statement, $@"\b{Regex.Escape(fault.Database)}\b"));
}
