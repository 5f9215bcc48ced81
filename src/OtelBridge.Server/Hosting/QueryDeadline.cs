using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Hosting;

/// <summary>Gives up a question that other tools ask of the store when it takes too long: they know no pages, and one may look into every span.</summary>
internal static class QueryDeadline
{
    /// <summary>Runs an answer for as long as it may take, and as its caller waits.</summary>
    /// <exception cref="GrpcException">It took too long.</exception>
    public static async Task RunAsync(OtelBridgeServerLimits limits, TimeProvider time, Func<CancellationToken, Task> answer, CancellationToken caller)
    {
        using var limit = new CancellationTokenSource(limits.MaxQueryTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, caller);
        try
        {
            await answer(either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new GrpcException(
                GrpcStatusCode.DeadlineExceeded,
                FormattableString.Invariant($"This took longer than {limits.MaxQueryTime.TotalSeconds:0.###} s. Ask for a shorter time range, a service, or fewer traces."),
                e);
        }
    }
}
