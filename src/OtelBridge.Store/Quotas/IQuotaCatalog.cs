namespace OtelBridge.Store.Quotas;

/// <summary>What was stored today, by whom, where all servers on a store see it.</summary>
public interface IQuotaCatalog
{
    /// <summary>Adds to what was stored, and gives the sums of the same subjects and days. Forgets days before the day before.</summary>
    Task<IReadOnlyList<QuotaUse>> AddUseAsync(IReadOnlyList<QuotaUse> more, CancellationToken cancellationToken);

    /// <summary>Reads what one subject has stored on a day; null when it is nothing.</summary>
    Task<QuotaUse?> FindUseAsync(string subject, long day, CancellationToken cancellationToken);

    /// <summary>Lists what was stored on a day, the most first, at most so many.</summary>
    Task<IReadOnlyList<QuotaUse>> ListUseAsync(long day, int limit, CancellationToken cancellationToken);
}
