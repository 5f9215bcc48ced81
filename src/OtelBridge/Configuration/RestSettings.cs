namespace OtelBridge.Configuration;

/// <summary>How an MLflow server is asked: who asks, over what TLS, and how long.</summary>
internal sealed record RestSettings
{
    /// <summary>With <see cref="Password"/>; comes before <see cref="Token"/>, as in MLflow.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Sent as a Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>The workspace that requests are for; null for the server's own choice.</summary>
    public string? Workspace { get; init; }

    public TlsSettings Tls { get; init; } = new();

    /// <summary>How often a request is sent again.</summary>
    /// <remarks>MLflow's 7 with a factor of 2 keep a caller waiting for four minutes; these defaults give up after about 8 seconds.</remarks>
    public int MaxRetries { get; init; } = 4;

    /// <summary>Seconds before the first repetition; doubled for each further one.</summary>
    public double BackoffFactor { get; init; } = 0.5;

    /// <summary>Most seconds that chance adds to each wait.</summary>
    public double BackoffJitter { get; init; } = 0.5;

    /// <summary>Whether a server's <c>Retry-After</c> decides when it is asked again.</summary>
    public bool RespectsRetryAfter { get; init; } = true;

    /// <summary>Longest single request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The record holds secrets, so it does not print itself.</summary>
    public override string ToString() => nameof(RestSettings);
}
