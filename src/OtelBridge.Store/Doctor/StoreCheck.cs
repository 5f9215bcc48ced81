using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>One look at one side of a store. Reads a part at a time, so that it holds little however large the store is.</summary>
public abstract class StoreCheck
{
    private protected StoreCheck(string name) => Name = name;

    /// <summary>Gets what it looks at.</summary>
    public string Name { get; }

    private protected static string TryRepair => "Run the doctor with --repair while no server uses the store.";

    /// <summary>Runs it.</summary>
    /// <param name="repair">Whether to put right what is wrong, where that loses nothing; the store must be open to write.</param>
    /// <param name="progress">Is told where the check is, and where it ends; both by numbers of its own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken);

    private protected CheckResult Sound(FormattableString text) => new(Name, CheckOutcome.Sound, FormattableString.Invariant(text));

    private protected CheckResult Problem(FormattableString text, string advice) => new(Name, CheckOutcome.Problem, FormattableString.Invariant(text), advice);

    private protected CheckResult Repaired(FormattableString text) => new(Name, CheckOutcome.Repaired, FormattableString.Invariant(text));

    private protected static Task<long> CountAsync(ISqlDatabase database, string sql, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Number(sql) ?? 0, cancellationToken);
}
