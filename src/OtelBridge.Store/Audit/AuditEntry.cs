namespace OtelBridge.Store.Audit;

/// <summary>One line of the audit log: who did what with what. Holds ids and names of people, never what is stored in traces, and no secrets.</summary>
/// <param name="TimeMs">When, milliseconds since 1970; of several requests that are alike, the first.</param>
/// <param name="Who">The name of a person, or <c>key:ID</c>, <c>command:NAME</c> for somebody at the machine of the store, <c>server</c>, or <c>anybody</c> where nobody is asked.</param>
/// <param name="Action">What they did.</param>
public sealed record AuditEntry(long TimeMs, string Who, AuditAction Action)
{
    /// <summary>Gets the address that the request came from; empty for what did not come over a wire.</summary>
    public string From { get; init; } = string.Empty;

    /// <summary>Gets the listener that it came through: <c>grpc</c>, <c>otlp-http</c>, <c>http</c>, <c>jaeger</c>, <c>zipkin</c>; or <c>command</c>, <c>server</c>.</summary>
    public string Wire { get; init; } = string.Empty;

    /// <summary>Gets the method and route, e.g. <c>GET /api/3.0/mlflow/traces/{trace_id}</c>; of the parts of a page, the page.</summary>
    public string Request { get; init; } = string.Empty;

    /// <summary>Gets what it was about: <c>experiment:7 trace:tr-…</c>, parted by blanks.</summary>
    public string About { get; init; } = string.Empty;

    /// <summary>Gets how it ended: the status of HTTP, or gRPC's by its name.</summary>
    public string Outcome { get; init; } = string.Empty;

    /// <summary>Gets how many requests that are alike it stands for.</summary>
    public long Requests { get; init; } = 1;

    /// <summary>Gets how many spans were stored, or traces or entries deleted; null where nothing was counted.</summary>
    public long? Items { get; init; }
}
