using System.Net.Http.Headers;

namespace OtelBridge.Export.Wires;

/// <summary>How OTLP is sent over HTTP.</summary>
internal sealed record HttpWireOptions
{
    public required TimeSpan Timeout { get; init; }

    public bool Gzip { get; init; }

    /// <summary>Headers of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether status 500 may pass: MLflow's server says it of a busy database.</summary>
    public bool RetriesServerErrors { get; init; }

    /// <summary>Whether the receiver's <c>Retry-After</c> decides when it is tried again.</summary>
    public bool RespectsRetryAfter { get; init; } = true;

    /// <summary>Looks at the headers of a good answer.</summary>
    public Action<HttpResponseHeaders>? Answered { get; init; }
}
