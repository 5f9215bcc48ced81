namespace OtelBridge.Attributes;

/// <summary>Keys of the stable OpenTelemetry semantic conventions that we read or write.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions 1.41, resource and exception sections.</remarks>
public static class OTelKeys
{
    /// <summary>Resource attribute: logical name of the service.</summary>
    public const string ServiceName = "service.name";

    /// <summary>Attribute: the user on whose behalf the operation runs.</summary>
    public const string EndUserId = "enduser.id";

    /// <summary>Attribute: a short, stable name of what went wrong.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Attribute: the session that the span belongs to.</summary>
    public const string SessionId = "session.id";

    /// <summary>Attribute: the user who is known to the service by this id.</summary>
    public const string UserId = "user.id";

    /// <summary>Attribute: the service on the other side, by which viewers draw who calls whom.</summary>
    public const string PeerService = "peer.service";

    /// <summary>Attribute: the server on the other side.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>Attribute: the port of the server on the other side.</summary>
    public const string ServerPort = "server.port";

    /// <summary>Attribute of older instrumentation, by which trace viewers without OTLP's status know a failed span. Zipkin takes any value of it for a failure, <c>false</c> too.</summary>
    public const string Error = "error";

    /// <summary>Name of the event that carries an exception.</summary>
    public const string ExceptionEvent = "exception";

    /// <summary>Event attribute: type of the exception.</summary>
    public const string ExceptionType = "exception.type";

    /// <summary>Event attribute: message of the exception.</summary>
    public const string ExceptionMessage = "exception.message";

    /// <summary>Event attribute: stack trace of the exception.</summary>
    public const string ExceptionStackTrace = "exception.stacktrace";

    /// <summary>Attribute by which code older than Activity.Status names a status; exporters turn it into the status and leave it out.</summary>
    public const string StatusCode = "otel.status_code";

    /// <summary>Description that belongs to <see cref="StatusCode"/>.</summary>
    public const string StatusDescription = "otel.status_description";

    /// <summary>Attribute by which trace viewers without OTLP's field know the kind of a span.</summary>
    public const string SpanKind = "span.kind";

    /// <summary>Attribute by which trace viewers without OTLP's scopes know the name of the instrumentation.</summary>
    public const string ScopeName = "otel.scope.name";

    /// <summary>Version that belongs to <see cref="ScopeName"/>.</summary>
    public const string ScopeVersion = "otel.scope.version";

    /// <summary>Attribute by which trace viewers without OTLP's field know the W3C trace state.</summary>
    public const string TraceState = "w3c.tracestate";
}
