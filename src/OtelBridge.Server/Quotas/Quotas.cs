using System.Collections.Concurrent;
using OtelBridge.Otlp;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Quotas;

/// <summary>Knows what everybody has asked for, and may still. A subject is an opaque text: a key, a person, an address.</summary>
internal sealed class Quotas(Quota defaults, IQuotaCatalog catalog, TimeProvider time) : IIntakeQuota
{
    /// <summary>How many subjects are told apart.</summary>
    public const int MostKept = 10_000;

    private const string Others = "others";

    private readonly AsyncLocal<QuotaRequest?> _current = new();

    // Bounded by MostKept: idle ones are forgotten, and when none is, who comes shares one account with all who come after.
    private readonly ConcurrentDictionary<string, QuotaAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Gets what was refused.</summary>
    public QuotaRefusals Refusals { get; } = new();

    /// <summary>Gets the request that is being answered in this flow; null when nobody has said whose it is.</summary>
    public QuotaRequest? Current => _current.Value;

    /// <summary>Gets everybody of whom something is known.</summary>
    public IEnumerable<QuotaAccount> Accounts => _accounts.Values;

    /// <summary>Finds somebody's account, or opens one with what they have stored today already, here or elsewhere.</summary>
    public async ValueTask<QuotaAccount> OpenAsync(string subject, string name, Quota own, CancellationToken cancellationToken)
    {
        if (_accounts.TryGetValue(subject, out var known))
        {
            return known;
        }

        var account = new QuotaAccount(subject, name, own.Over(defaults), time);
        if (await FindUseAsync(subject, cancellationToken) is { } use)
        {
            account.Learn(use);
        }

        if (_accounts.Count >= MostKept)
        {
            ForgetIdle();
        }

        return _accounts.Count < MostKept ? _accounts.GetOrAdd(subject, account) : _accounts.GetOrAdd(Others, _ => new QuotaAccount(Others, "all whom this server cannot tell apart", defaults, time));
    }

    /// <summary>Says whose request follows in this flow.</summary>
    public void Begin(QuotaAccount account) => _current.Value = new QuotaRequest(account, this, time);

    /// <summary>Counts a refusal, and gives it back to be thrown.</summary>
    public QuotaExceededException Refuse(QuotaExceededException refusal)
    {
        Refusals.Add(refusal.Reason);
        return refusal;
    }

    /// <summary>Refuses a request with spans before it is read, where nothing of it could be stored.</summary>
    public void Expect(QuotaAccount account, long? bytes) => Counted(() => account.Expect(bytes));

    /// <summary>Runs a search within the quota of who asks; a search that nobody asks for, as it likes.</summary>
    /// <exception cref="QuotaExceededException">Too many run already, or it took too long.</exception>
    public Task<T> SearchAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken) =>
        Current is { } request ? request.SearchAsync(search, cancellationToken) : search(cancellationToken);

    /// <summary>How many of so many rows who asks gets at once.</summary>
    public int Rows(int wanted) => Current?.Account.Quota.SearchRows is > 0 and var most ? (int)Math.Min(most, wanted) : wanted;

    public QuotaShare Take(ExportTraceServiceRequest request)
    {
        if (Current?.Account is not { } account)
        {
            return default;
        }

        var share = new QuotaShare(request.ResourceSpans.Sum(static resource => resource.ScopeSpans.Sum(static scope => (long)scope.Spans.Count)), request.CalculateSize());
        Counted(() => account.Take(share));
        return share;
    }

    public void GiveBack(QuotaShare share) => Current?.Account.GiveBack(share);

    private void Counted(Action step)
    {
        try
        {
            step();
        }
        catch (QuotaExceededException e)
        {
            throw Refuse(e);
        }
    }

    private void ForgetIdle()
    {
        foreach (var idle in _accounts.Where(static account => account.Value.IsIdle))
        {
            _accounts.TryRemove(idle);
        }
    }

    // Where the store cannot be asked nothing can be stored either, and what there is will be learnt when it can.
    private async ValueTask<QuotaUse?> FindUseAsync(string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindUseAsync(subject, DayUse.DayOf(time.GetUtcNow()), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
