using System.Collections.Concurrent;
using OtelBridge.Otlp;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Quotas;

/// <summary>Knows what everybody has asked for, and may still. A subject is an opaque text: a key, a person, an address, a workspace.</summary>
/// <param name="defaults">What callers may ask for who are said nothing else of.</param>
/// <param name="workspaces">What all callers of a workspace may ask for together, by its name; those that are not named, whatever they like.</param>
/// <param name="catalog">What was stored today, here and elsewhere.</param>
/// <param name="time">The clock.</param>
internal sealed class Quotas(Quota defaults, IReadOnlyDictionary<string, Quota> workspaces, IQuotaCatalog catalog, TimeProvider time) : IIntakeQuota
{
    /// <summary>How many subjects are told apart.</summary>
    public const int MostKept = 10_000;

    private const string Others = "others";

    private readonly AsyncLocal<QuotaRequest?> _current = new();

    // Bounded by MostKept: idle ones are forgotten, and when none is, who comes shares one account with all who come after.
    private readonly ConcurrentDictionary<string, QuotaAccount> _accounts = new(StringComparer.Ordinal);

    // Bounded by the workspaces that are declared. Apart from the others, so that nobody crowds them out.
    private readonly ConcurrentDictionary<string, QuotaAccount> _ofWorkspaces = new(StringComparer.Ordinal);

    /// <summary>Gets what was refused.</summary>
    public QuotaRefusals Refusals { get; } = new();

    /// <summary>Gets the request that is being answered in this flow; null when nobody has said whose it is.</summary>
    public QuotaRequest? Current => _current.Value;

    /// <summary>Gets everybody of whom something is known.</summary>
    public IEnumerable<QuotaAccount> Accounts => _accounts.Values.Concat(_ofWorkspaces.Values);

    /// <summary>Gets how large each span of the request may be that is being answered in this flow.</summary>
    public SpanLimits? Limits => Current?.SpanLimits;

    /// <summary>Under which name the store keeps what a workspace has stored.</summary>
    public static string SubjectOf(string workspace) => $"workspace {workspace}";

    /// <summary>Gives what all callers of a workspace may ask for together.</summary>
    public Quota OfWorkspace(string workspace) => workspaces.GetValueOrDefault(workspace, Quota.None);

    /// <summary>Finds somebody's account, or opens one with what they have stored today already, here or elsewhere.</summary>
    public async ValueTask<QuotaAccount> OpenAsync(string subject, string name, Quota own, CancellationToken cancellationToken)
    {
        if (_accounts.TryGetValue(subject, out var known))
        {
            known.Adopt(own);
            return known;
        }

        var account = await LearnAsync(new QuotaAccount(subject, name, own, defaults, time), cancellationToken);

        if (_accounts.Count >= MostKept)
        {
            ForgetIdle();
        }

        return _accounts.Count < MostKept ? _accounts.GetOrAdd(subject, account) : _accounts.GetOrAdd(Others, _ => new QuotaAccount(Others, "all whom this server cannot tell apart", Quota.None, defaults, time));
    }

    /// <summary>Finds the account of a workspace that is declared, or opens it with what was stored today already, here or elsewhere.</summary>
    public async ValueTask<QuotaAccount> OpenWorkspaceAsync(string workspace, CancellationToken cancellationToken)
    {
        if (_ofWorkspaces.TryGetValue(workspace, out var known))
        {
            return known;
        }

        var subject = SubjectOf(workspace);
        return _ofWorkspaces.GetOrAdd(workspace, await LearnAsync(new QuotaAccount(subject, subject, OfWorkspace(workspace), Quota.None, time) { IsOfWorkspace = true }, cancellationToken));
    }

    /// <summary>Says whose request follows in this flow.</summary>
    public QuotaRequest Begin(QuotaAccount account, QuotaAccount? workspace = null) => _current.Value = new QuotaRequest(account, workspace, this, time);

    /// <summary>Counts a refusal, and gives it back to be thrown.</summary>
    public QuotaExceededException Refuse(QuotaExceededException refusal)
    {
        Refusals.Add(refusal);
        return refusal;
    }

    /// <summary>Refuses a request with spans before it is read, where nothing of it could be stored.</summary>
    public void Expect(QuotaRequest request, long? bytes) => Counted(() => request.Expect(bytes));

    /// <summary>Runs a search within the quota of who asks; a search that nobody asks for, as it likes.</summary>
    /// <exception cref="QuotaExceededException">Too many run already, or it took too long.</exception>
    public Task<T> SearchAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken cancellationToken) =>
        Current is { } request ? request.SearchAsync(search, cancellationToken) : search(cancellationToken);

    /// <summary>How many of so many rows who asks gets at once.</summary>
    public int Rows(int wanted) => Current?.Rows(wanted) ?? wanted;

    public QuotaShare Take(ExportTraceServiceRequest request)
    {
        if (Current is not { } current)
        {
            return default;
        }

        var share = new QuotaShare(request.ResourceSpans.Sum(static resource => resource.ScopeSpans.Sum(static scope => (long)scope.Spans.Count)), request.CalculateSize());
        Counted(() => current.Take(share));
        return share;
    }

    public void GiveBack(QuotaShare share) => Current?.GiveBack(share);

    public void CountTooLarge(long spans) => Refusals.Add(QuotaReason.SpanSize, spans);

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
    private async ValueTask<QuotaAccount> LearnAsync(QuotaAccount account, CancellationToken cancellationToken)
    {
        try
        {
            if (await catalog.FindUseAsync(account.Subject, DayUse.DayOf(time.GetUtcNow()), cancellationToken) is { } use)
            {
                account.Learn(use);
            }
        }
        catch (StoreUnavailableException)
        {
        }

        return account;
    }
}
