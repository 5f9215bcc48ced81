using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Audit;

/// <summary>The audit log of a server: what matters most is written at once, the rest waits up to a minute, so that what is alike is one entry and no request waits for it.</summary>
internal sealed class AuditLog(IAuditLog store, AuditOptions options, AuditLedger ledger, TimeProvider time, ILogger<AuditLog> logger) : IAsyncDisposable
{
    /// <summary>Who the server itself is in the log.</summary>
    public const string Server = "server";

    /// <summary>How many entries wait at most; each has some hundred bytes.</summary>
    public const int MostWaiting = 10_000;

    private const int EntriesAtOnce = 500;

    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(5);

    private readonly AuditTally _tally = new(MostWaiting, ledger);
    private readonly SemaphoreSlim _turn = new(1);
    private int _isEarly;

    /// <summary>Adds an entry that may wait. Never waits, never throws.</summary>
    public void Note(AuditEntry entry)
    {
        _tally.Add(entry);
        if (_tally.IsFilling && Interlocked.Exchange(ref _isEarly, 1) == 0)
        {
            _ = Task.Run(FlushEarlyAsync); // ends by itself, and throws nothing
        }
    }

    /// <summary>Writes entries now. Where that cannot be, they wait with the others: what they tell of has happened.</summary>
    public async Task WriteAsync(IReadOnlyList<AuditEntry> entries)
    {
        try
        {
            await store.AppendAsync(entries, CancellationToken.None);
        }
        catch (Exception e)
        {
            Say(e, entries.Count);
            foreach (var entry in entries)
            {
                Note(entry);
            }
        }
    }

    /// <summary>Writes down what the server did of its own accord.</summary>
    public Task WriteOwnAsync(AuditAction action, string request, string about, long? items = null) =>
        WriteAsync([new AuditEntry(time.GetUtcNow().ToUnixTimeMilliseconds(), Server, action) { Wire = Server, Request = request, About = about, Items = items }]);

    /// <summary>Writes what waits. What cannot be written goes on waiting.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (waiting, lost) = _tally.Take();
            var written = 0;
            try
            {
                if (lost > 0)
                {
                    AuditMessages.Lost(logger, lost);
                    var entry = new AuditEntry(time.GetUtcNow().ToUnixTimeMilliseconds(), Server, AuditAction.Lost) { Wire = Server, Items = lost };
                    await store.AppendAsync([entry], cancellationToken);
                    lost = 0;
                }

                foreach (var some in waiting.Chunk(EntriesAtOnce))
                {
                    await store.AppendAsync(some, cancellationToken);
                    written += some.Length;
                }

                Volatile.Write(ref _isEarly, 0); // a store that is away is asked again by the clock alone
            }
            catch (Exception e)
            {
                _tally.PutBack(waiting.Skip(written), lost);
                if (!cancellationToken.IsCancellationRequested)
                {
                    Say(e, waiting.Count - written);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads a page, with what this server has seen up to now.</summary>
    public async Task<Page<AuditEntry>> SearchAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await store.SearchAsync(query, cancellationToken);
    }

    /// <summary>Removes what is older than the options say.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.MaxAge is not { } age || age >= now - DateTimeOffset.UnixEpoch)
        {
            return;
        }

        try
        {
            var all = 0L;
            while (await store.TrimAsync((now - age).ToUnixTimeMilliseconds(), cancellationToken) is > 0 and var removed)
            {
                all += removed;
            }

            if (all > 0)
            {
                AuditMessages.Trimmed(logger, all);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Say(e, 0); // the next turn may succeed
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(PatienceAtEnd);
        try
        {
            await FlushAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // A store that does not answer keeps no server from ending.
        }

        var (left, lost) = _tally.Take();
        if (left.Count > 0 || lost > 0)
        {
            AuditMessages.Lost(logger, left.Sum(static entry => entry.Requests) + lost);
        }

        _turn.Dispose();
    }

    private async Task FlushEarlyAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The server has ended meanwhile, which wrote everything.
        }
    }

    private void Say(Exception fault, int waiting)
    {
        if (fault is StoreUnavailableException or OperationCanceledException)
        {
            AuditMessages.Unavailable(logger, waiting, fault.Message);
        }
        else
        {
            AuditMessages.Failed(logger, waiting, fault);
        }
    }
}
