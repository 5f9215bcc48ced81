using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Live;

/// <summary>Tells an open page when what it shows has changed, as server-sent events.</summary>
/// <remarks>It asks the store, not the process: what came in at another server on the same store is seen as well. A page that misses an event loses nothing,
/// since an event has no content; the page reads again.</remarks>
internal sealed class LiveStream : IResult
{
    private const int MaxStreams = 1_000;
    private const string Changed = "event: changed\ndata:\n\n";
    private const string SeenName = "seen"; // set by ob-live.js

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15); // proxies cut what is silent

    private static int _streams;

    private readonly TimeProvider _time;
    private readonly string _seen;
    private readonly Func<CancellationToken, Task<string>> _look;

    /// <param name="request">Says what its page had seen (<see cref="MarkOf"/>): what came between the page and its stream is told at once.</param>
    /// <param name="look">Gives a short text that differs when the page would; asked about once a second, so it must be cheap.</param>
    public LiveStream(PageRequest request, Func<CancellationToken, Task<string>> look)
    {
        (_time, _seen) = (request.Time, request.Query(SeenName));
        _look = look;
    }

    /// <summary>Gives what a page says in <c>data-seen</c>: short for what its stream would look at, taken before the page reads anything else.</summary>
    public static string MarkOf(string look) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(look)).AsSpan(0, 8));

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
        await response.WriteAsync(_seen.Length > 0 && _seen != MarkOf(seen) ? "retry: 1000\n" + Changed : "retry: 1000\n\n", aborted);
        await response.Body.FlushAsync(aborted);
        using var pace = new PeriodicTimer(Pace, _time);
        while (await pace.WaitForNextTickAsync(aborted))
        {
            var now = await _look(aborted);
            if (now != seen)
            {
                await response.WriteAsync(Changed, aborted);
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
