using OtelBridge.Tracing;

namespace OtelBridge;

/// <content>Traces that go through several processes.</content>
public static partial class Mlflow
{
    /// <summary>Puts the context of the current span into what travels to another process: headers of a queue's message, a job's record.</summary>
    /// <param name="carrier">Gets <c>traceparent</c>, and <c>tracestate</c> and <c>baggage</c> where there are some, as the W3C has them. Null is ignored.</param>
    /// <remarks>
    /// HttpClient and gRPC clients do it themselves. Nothing is added while nothing is traced. MLflow's name is <c>get_tracing_context_headers_for_http_request</c>.
    /// </remarks>
    /// <example><code>var headers = new Dictionary&lt;string, string&gt;(); Mlflow.InjectContext(headers);</code></example>
    public static void InjectContext(IDictionary<string, string> carrier) => RemoteContext.Inject(carrier);

    /// <summary>Goes on with the trace of another process: spans started in the calling flow, until the result is disposed, are children of the span that the carrier names.</summary>
    /// <param name="carrier">What <see cref="InjectContext"/>, or any tracer that speaks W3C Trace Context, put there. Names are compared without regard to case.</param>
    /// <returns>Ends it. It does nothing when the carrier names no span, or nobody listens.</returns>
    /// <remarks>
    /// ASP.NET Core does it itself. Whether the trace is recorded was decided where it began. MLflow's name is
    /// <c>set_tracing_context_from_http_request_headers</c>.
    /// </remarks>
    /// <example><code>using (Mlflow.ContinueTrace(message.Headers)) { await Mlflow.TraceAsync("handle", () => Handle(message)); }</code></example>
    public static IDisposable ContinueTrace(IEnumerable<KeyValuePair<string, string>> carrier) => RemoteContext.Continue(carrier);
}
