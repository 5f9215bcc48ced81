using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Quotas;

namespace OtelBridge.Server.Hosting;

/// <summary>Counts the bytes of all requests that are being received and stored, and sends away what would exceed the limit.</summary>
/// <remarks>Each request has a limit of its own; without one for their sum, a few hundred large ones at once would take the machine's memory. One caller gets no more than three quarters, so that whoever sends too much sends nobody else away.</remarks>
internal sealed class RequestMemory(OtelBridgeServerLimits limits, Quotas.Quotas? quotas = null)
{
    private readonly long _limit = limits.MaxRequestBytesInFlight;
    private readonly long _limitOfOne = limits.MaxRequestBytesInFlight / 4 * 3; // enough for the largest request; the rest is for everybody else
    private readonly TimeSpan _receiveTimeout = limits.ReceiveTimeout;
    private long _held;
    private long _refused;
    private long _received;

    /// <summary>Gets how many bytes were held since the start, of requests that have ended.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Gets how many bytes are held.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Gets how many requests were sent away since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Gets whether the next request would probably be sent away: less than a tenth of what may be held is free.</summary>
    public bool IsFull => Held > _limit / 10 * 9;

    /// <summary>Begins to count a request; disposing gives back what it held.</summary>
    public Share Begin() => new(this, quotas?.Current?.Account);

    /// <summary>What one request holds. Used by one thread at a time.</summary>
    internal sealed class Share(RequestMemory memory, QuotaAccount? account) : IDisposable
    {
        private long _bytes;

        /// <summary>Begins to wait for the request: what is read after <see cref="OtelBridgeServerLimits.ReceiveTimeout"/> is cancelled. Disposing ends the wait.</summary>
        /// <remarks>By the pipe's own way: one that a token took from its reader cannot be read to its end any more, and its connection could not be used again.</remarks>
        public IDisposable BeginToReceive(PipeReader reader) => new Timer(static state => ((PipeReader)state!).CancelPendingRead(), reader, memory._receiveTimeout, Timeout.InfiniteTimeSpan);

        /// <summary>Notes that the request has grown to a size. Bytes count as they come, never as announced: announcing costs a sender nothing.</summary>
        /// <exception cref="GrpcException">Too much is held; the sender may try again.</exception>
        public void GrowTo(long bytes)
        {
            var more = bytes - _bytes;
            if (more <= 0)
            {
                return;
            }

            var ofCaller = account?.Hold(more) ?? 0;
            if (Interlocked.Add(ref memory._held, more) > memory._limit || ofCaller > memory._limitOfOne)
            {
                Interlocked.Add(ref memory._held, -more);
                account?.Hold(-more);
                Interlocked.Increment(ref memory._refused);
                throw new GrpcException(GrpcStatusCode.Unavailable, "The server holds as many requests as it can; try again later.");
            }

            _bytes = bytes;
        }

        /// <summary>What a sender is told whose request did not come in in time.</summary>
        public RefusedRequestException TookTooLong(Exception? cause = null) => new(
            StatusCodes.Status408RequestTimeout,
            GrpcStatusCode.DeadlineExceeded,
            FormattableString.Invariant($"The request did not come in within {memory._receiveTimeout.TotalSeconds:0.###} s; send smaller batches."),
            cause);

        public void Dispose()
        {
            Interlocked.Add(ref memory._held, -_bytes);
            account?.Hold(-_bytes);
            Interlocked.Add(ref memory._received, _bytes);
            _bytes = 0;
        }
    }
}
