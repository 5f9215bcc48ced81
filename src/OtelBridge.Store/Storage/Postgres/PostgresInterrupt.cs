using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Ends the statements of a session when a token is cancelled, until disposed.</summary>
internal sealed class PostgresInterrupt : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly SqlSession _session;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _interrupting = Task.CompletedTask;

    public PostgresInterrupt(SqlSession session, CancellationToken cancellationToken)
    {
        _session = session;
        _registration = cancellationToken.Register(() => _interrupting = Task.Run(InterruptAsync, CancellationToken.None));
    }

    public void Dispose()
    {
        _registration.Dispose(); // waits for the callback when it runs
        _ended.Cancel();
        _interrupting.Wait(CancellationToken.None); // nothing may reach the connection once somebody else has it
        _ended.Dispose();
    }

    // Again and again: a request that comes between two statements is lost.
    private async Task InterruptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            _session.Interrupt();
            await Task.Delay(Pause, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
