using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Migration;

/// <summary>Asks a store again that could not do something just now, for some minutes, and says that it waits.</summary>
internal sealed class StorePatience(string store, MigrationOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Runs something until it is done. What it does must be as good twice as once.</summary>
    /// <exception cref="StoreUnavailableException">The store stayed away too long.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var (pause, begun) = (FirstPause, (long?)null);
        while (true)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
            {
                begun ??= options.Time.GetTimestamp();
                if (options.Time.GetElapsedTime(begun.Value) + pause > options.Patience)
                {
                    throw new StoreUnavailableException(
                        $"{store}: {e.Message} Waited for {options.Patience.TotalSeconds:0} seconds. What was copied stays; run the same command again, and it goes on.", e);
                }

                options.Say($"{store}: {e.Message} Trying again.");
                await Task.Delay(pause, options.Time, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}}, CancellationToken)"/>
    public Task RunAsync(Func<Task> attempt, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await attempt().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
