using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>A catalogue that remembers nothing.</summary>
internal sealed class EmptyQuotaCatalog : IQuotaCatalog
{
    public Task<IReadOnlyList<QuotaUse>> AddUseAsync(IReadOnlyList<QuotaUse> more, CancellationToken cancellationToken) => Task.FromResult(more);

    public Task<QuotaUse?> FindUseAsync(string subject, long day, CancellationToken cancellationToken) => Task.FromResult<QuotaUse?>(null);

    public Task<IReadOnlyList<QuotaUse>> ListUseAsync(long day, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QuotaUse>>([]);
}
