using System.Net;
using System.Net.Http.Headers;
using OtelBridge.Configuration;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>When a failed question is asked again: what MLflow's client repeats, but not for minutes.</summary>
internal sealed class RestRetry(RestSettings settings, TimeProvider time)
{
    /// <summary>A server that wants to be left alone for longer is left alone: the caller learns it now.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private int _attempts;

    public static bool IsRetryable(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>How long a server wants to be left alone; null when it does not say.</summary>
    public static TimeSpan? WaitOf(RetryConditionHeaderValue? retryAfter, TimeProvider time)
    {
        var wait = retryAfter?.Delta ?? retryAfter?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>The wait before the next attempt; false when there is none.</summary>
    public bool TryNext(RetryConditionHeaderValue? retryAfter, out TimeSpan wait)
    {
        // Jitter keeps a fleet of programs from returning to a server all at once.
        wait = TimeSpan.FromSeconds((settings.BackoffFactor * Math.Pow(2, _attempts)) + (Random.Shared.NextDouble() * settings.BackoffJitter));
        wait = (settings.RespectsRetryAfter ? WaitOf(retryAfter, time) : null) ?? wait;
        return _attempts++ < settings.MaxRetries && wait <= LongestWait;
    }
}
