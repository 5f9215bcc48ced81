using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OtelBridge.Web.Live;

/// <summary>Tells an open page when what it shows has changed, as server-sent events.</summary>
/// <remarks>It asks the store, not the process: what came in at another server on the same store is seen as well. A page that misses an event loses nothing,
/// since an event has no content; the page reads again.</remarks>
internal sealed class LiveStream : IResult
{
    private const int MaxStreams = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15); // proxies cut what is silent

    private static int _streams;

    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task<string>> _look;

    /// <param name="time">The clock.</param>
    /// <param name="look">Gives a short text that differs when the page would; asked about once a second, so it must be cheap.</param>
    public LiveStream(TimeProvider time, Func<CancellationToken, Task<string>> look)
    {
        _time = time;
        _look = look;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (Interlocked.Increment(ref _streams) > MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            // A server that ends does not wait for pages that are open.
            var stopping = httpContext.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            await RunAsync(response, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the server is.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task RunAsync(HttpResponse response, CancellationToken aborted)
    {
        // Before anything is said: a look that fails is answered as it is on a page.
        var (seen, written) = (await _look(aborted), _time.GetTimestamp());
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 1000\n\n", aborted);
        await response.Body.FlushAsync(aborted);
        using var pace = new PeriodicTimer(Pace, _time);
        while (await pace.WaitForNextTickAsync(aborted))
        {
            var now = await _look(aborted);
            if (now != seen)
            {
                await response.WriteAsync("event: changed\ndata:\n\n", aborted);
            }
            else if (_time.GetElapsedTime(written) >= Heartbeat)
            {
                await response.WriteAsync(":\n\n", aborted);
            }
            else
            {
                continue;
            }

            (seen, written) = (now, _time.GetTimestamp());
            await response.Body.FlushAsync(aborted);
        }
    }
}
