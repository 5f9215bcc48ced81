namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Inserts and reads again where nobody can tell what became of it: an insert with its token, so that it is stored once.</summary>
internal static class InsertPatience
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    /// <summary>Inserts rows, again with the same token where the answer is lost.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot do it now.</exception>
    public static Task InsertAsync(ClickHouseClient client, string table, string columns, RowBinaryWriter rows, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("N");
        return RunAsync(
            client,
            async () =>
            {
                await client.InsertAsync(table, columns, rows, token, cancellationToken).ConfigureAwait(false);
                return rows.Rows;
            },
            cancellationToken);
    }

    /// <summary>Does it again a few times where the answer is lost.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot do it now.</exception>
    public static async Task<T> RunAsync<T>(ClickHouseClient client, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (Exception e) when (ClickHouseErrors.IsUncertain(e) && attempt < Waits.Length && TimeProvider.System.GetElapsedTime(begun) < client.Address.Timeout)
            {
                await Task.Delay(Waits[attempt], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (ClickHouseErrors.IsPassing(e))
            {
                throw ClickHouseErrors.ToUnavailable(e);
            }
        }
    }
}
