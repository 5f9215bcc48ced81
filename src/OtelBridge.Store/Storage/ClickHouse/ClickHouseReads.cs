namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Asks ClickHouse for those who read the store: what passes is said as <see cref="StoreUnavailableException"/>.</summary>
internal sealed class ClickHouseReads(ClickHouseClient client)
{
    /// <summary>Runs a SELECT and reads its rows.</summary>
    /// <exception cref="StoreUnavailableException">A later try may succeed.</exception>
    public async Task<List<T>> QueryAsync<T>(string sql, ClickHouseValues? values, Func<RowBinaryReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await client.QueryAsync(sql, values, read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ClickHouseErrors.IsPassing(e))
        {
            throw ClickHouseErrors.ToUnavailable(e);
        }
    }
}
