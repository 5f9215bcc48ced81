using System.Runtime.CompilerServices;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Calls;

/// <summary>One enumeration of a streamed answer inside a span, which is current while the producer runs and at no other time.</summary>
/// <remarks>
/// The call is made when the first chunk is asked for, so a stream that nobody reads is no call. What an async method makes current ends with it:
/// the consumer's own span stays, and a producer that leaves something else current, or nothing, finds the call's span again at the next chunk.
/// </remarks>
internal sealed class TracedStreamReader<TRecord, TChunk>(TRecord record, Func<TRecord, IAsyncEnumerator<TChunk>> open) : IAsyncEnumerator<TChunk>
    where TRecord : class, IStreamRecord<TChunk>
{
    private IAsyncEnumerator<TChunk>? _chunks;
    private StreamedCall<TChunk>? _call;
    private bool _isStarted;

    public TChunk Current => _chunks is null ? default! : _chunks.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_isStarted)
        {
            // After a fault of the opening there is nothing to read.
            return _call is { HasEnded: false } call ? MoveAsync(call) : _chunks?.MoveNextAsync() ?? new(false);
        }

        _isStarted = true;
        ActiveTrace.BeforeAwait();
        return OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        _isStarted = true;
        return _call is { HasEnded: false } call ? LeaveAsync(call) : _chunks?.DisposeAsync() ?? default;
    }

    private async ValueTask<bool> OpenAsync()
    {
        var activity = ModelCall.Open(record);
        var call = activity is null ? null : new StreamedCall<TChunk>(activity, record);
        _call = call;
        try
        {
            record.Prepare();
            ModelCall.Ask(activity, record);
            _chunks = open(record);
            call?.MakeCurrent();
            return Took(call, await _chunks.MoveNextAsync().ConfigureAwait(false));
        }
        catch (Exception e)
        {
            call?.Fail(e);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveAsync(StreamedCall<TChunk> call)
    {
        call.MakeCurrent();
        bool isThere;
        try
        {
            isThere = await _chunks!.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }

        return Took(call, isThere);
    }

    private bool Took(StreamedCall<TChunk>? call, bool isThere)
    {
        if (isThere)
        {
            call?.Add(_chunks!.Current);
        }
        else
        {
            call?.End(isAbandoned: false);
        }

        return isThere;
    }

    private async ValueTask LeaveAsync(StreamedCall<TChunk> call)
    {
        call.MakeCurrent();
        try
        {
            // The producer's finally blocks run.
            if (_chunks is not null)
            {
                await _chunks.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }

        call.End(isAbandoned: true);
    }
}
