namespace OtelBridge.Attributes;

/// <summary>Keys of the stable OpenTelemetry semantic conventions that we read or write.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions 1.41, resource and exception sections.</remarks>
public static class OTelKeys
{
    /// <summary>Resource attribute: logical name of the service.</summary>
    public const string ServiceName = "service.name";

    /// <summary>Name of the event that carries an exception.</summary>
    public const string ExceptionEvent = "exception";

    /// <summary>Event attribute: type of the exception.</summary>
    public const string ExceptionType = "exception.type";

    /// <summary>Event attribute: message of the exception.</summary>
    public const string ExceptionMessage = "exception.message";

    /// <summary>Event attribute: stack trace of the exception.</summary>
    public const string ExceptionStackTrace = "exception.stacktrace";
}
