using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;

namespace OtelBridge.Diagnostics;

/// <summary>What OtelBridge says of itself: event source <c>OtelBridge</c>, readable with dotnet-trace or an EventListener.</summary>
/// <remarks>
/// A tracing library must not log through the pipeline it feeds. Endpoints are passed in already redacted; contents of spans never appear.
/// The methods without an event attribute check and format; the numbered ones write.
/// </remarks>
[EventSource(Name = SourceName)]
internal sealed class BridgeEventSource : EventSource
{
    public const string SourceName = "OtelBridge";

    private BridgeEventSource()
    {
    }

    public static BridgeEventSource Log { get; } = new();

    [NonEvent]
    public void SerialisationFailed(Type type, Exception exception)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            SerialisationFailed(type.FullName ?? type.Name, Describe(exception));
        }
    }

    [NonEvent]
    public void SpanCallFailed(string operation, Exception exception)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            SpanCallFailed(operation, Describe(exception));
        }
    }

    [NonEvent]
    public void SendFailed(string destination, Exception exception)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            SendFailed(destination, Describe(exception));
        }
    }

    [NonEvent]
    public void DeliveryLoopFailed(string destination, Exception exception)
    {
        if (IsEnabled(EventLevel.Error, EventKeywords.None))
        {
            DeliveryLoopFailed(destination, Describe(exception));
        }
    }

    [NonEvent]
    public void ShutdownFailed(Exception exception)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            ShutdownFailed(Describe(exception));
        }
    }

    [NonEvent]
    public void SpanProcessorFailed(Exception exception)
    {
        if (IsEnabled(EventLevel.Error, EventKeywords.None))
        {
            SpanProcessorFailed(Describe(exception));
        }
    }

    [Event(1, Level = EventLevel.Warning, Message = "The value '{1}' of {0} cannot be used: {2}. Using '{3}' instead.")]
    public void ConfigurationValueIgnored(string key, string value, string reason, string fallback) =>
        WriteEvent(1, key, value, reason, fallback);

    [Event(2, Level = EventLevel.Informational, Message = "Spans go to {0} at {1}.")]
    public void DestinationStarted(string destination, string endpoint) => WriteEvent(2, destination, endpoint);

    [Event(3, Level = EventLevel.Warning, Message = "{0} dropped {1} span(s) since the last report, {2} in all. Reasons so far: {3}.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The arguments are strings and numbers.")]
    public void SpansDropped(string destination, long count, long total, string reasons) => WriteEvent(3, destination, count, total, reasons);

    [Event(4, Level = EventLevel.Warning, Message = "A request to {0} failed: {1}")]
    public void SendFailed(string destination, string error) => WriteEvent(4, destination, error);

    [Event(5, Level = EventLevel.Verbose, Message = "{0} answered {1}; trying again in {2} ms.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The arguments are strings and numbers.")]
    public void SendRetried(string destination, string status, long delayMilliseconds) => WriteEvent(5, destination, status, delayMilliseconds);

    [Event(6, Level = EventLevel.Error, Message = "One turn of the delivery to {0} failed and the next follows: {1}")]
    public void DeliveryLoopFailed(string destination, string error) => WriteEvent(6, destination, error);

    [Event(7, Level = EventLevel.Warning, Message = "A value of type {0} could not be serialised: {1}")]
    public void SerialisationFailed(string type, string error) => WriteEvent(7, type, error);

    [Event(8, Level = EventLevel.Warning, Message = "{0} failed and was skipped: {1}")]
    public void SpanCallFailed(string operation, string error) => WriteEvent(8, operation, error);

    [Event(9, Level = EventLevel.Informational, Message = "Tracing runs already in this process; the settings of this call have no effect.")]
    public void AlreadyInitialised() => WriteEvent(9);

    [Event(10, Level = EventLevel.Informational, Message = "Experiment '{0}' has the id {1}.")]
    public void ExperimentResolved(string name, string id) => WriteEvent(10, name, id);

    [Event(11, Level = EventLevel.Warning, Message = "Experiment '{0}' cannot be used, the server's default takes the spans: {1}")]
    public void ExperimentUnavailable(string name, string error) => WriteEvent(11, name, error);

    [Event(12, Level = EventLevel.Warning, Message = "The server refused {1} span(s) sent to {0}: {2}")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The arguments are strings and numbers.")]
    public void SpansRejected(string destination, long count, string reason) => WriteEvent(12, destination, count, reason);

    [Event(13, Level = EventLevel.Warning, Message = "The end of tracing failed: {0}")]
    public void ShutdownFailed(string error) => WriteEvent(13, error);

    [Event(14, Level = EventLevel.Warning, Message = "The trace cannot be updated: {0}")]
    public void TraceUpdateIgnored(string reason) => WriteEvent(14, reason);

    [Event(15, Level = EventLevel.Warning, Message = "A span goes without {0}.")]
    public void SpanContentRefused(string what) => WriteEvent(15, what);

    [Event(30, Level = EventLevel.Warning, Message = "Trace {0} was ended: {1}.")]
    public void TraceClosed(string traceId, string reason) => WriteEvent(30, traceId, reason);

    [Event(31, Level = EventLevel.Informational, Message = "No client has an open span '{1}' in trace {0}: it ended, or never started. The call has no effect.")]
    public void SpanEndIgnored(string traceId, string spanId) => WriteEvent(31, traceId, spanId);

    [Event(32, Level = EventLevel.Informational, Message = "The parent '{1}' in trace {0} is not open here; the new span is put below it by its id.")]
    public void ParentNotOpen(string traceId, string parentId) => WriteEvent(32, traceId, parentId);

    [Event(33, Level = EventLevel.Warning, Message = "Clients have too many open spans; the new one in trace {0} is not recorded.")]
    public void ClientSpanRefused(string traceId) => WriteEvent(33, traceId);

    [Event(34, Level = EventLevel.Warning, Message = "A trace with the id '{0}' is open already; the new one gets another id, and this one as its client request id.")]
    public void TraceIdTaken(string traceId) => WriteEvent(34, traceId);

    [Event(35, Level = EventLevel.Informational, Message = "Trace tr-{0} begins while clients have open traces: spans of a client are never current, so these are traces of their own.")]
    public void TraceBesideClients(string traceId) => WriteEvent(35, traceId);

    [Event(40, Level = EventLevel.Error, Message = "A span processor failed; the span goes without its inputs, outputs and texts: {0}")]
    public void SpanProcessorFailed(string error) => WriteEvent(40, error);

    [Event(41, Level = EventLevel.Warning, Message = "{0} failed: {1}")]
    public void QuestionFailed(string operation, string error) => WriteEvent(41, operation, error);

    [Event(45, Level = EventLevel.Warning, Message = "Trace {0} is left out of a search, its spans cannot be read: {1}")]
    public void TraceLeftOut(string traceId, string reason) => WriteEvent(45, traceId, reason);

    [Event(60, Level = EventLevel.Error, Message = "The spool of {0} in {1} cannot be used, and what cannot be delivered is dropped until it can: {2} {3}")]
    public void SpoolUnusable(string destination, string path, string error, string remedy) => WriteEvent(60, destination, path, error, remedy);

    [Event(61, Level = EventLevel.Warning, Message = "{2} file(s) in {1}, a spool of {0}, are left alone: {3}.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The arguments are strings and numbers.")]
    public void SpoolFilesLeft(string destination, string path, long files, string reason) => WriteEvent(61, destination, path, files, reason);

    [Event(62, Level = EventLevel.Warning, Message = "The parcel {1} of {0} on disk is damaged or gone; its {2} span(s) are dropped.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The arguments are strings and numbers.")]
    public void SpoolParcelDamaged(string destination, string path, long spans) => WriteEvent(62, destination, path, spans);

    [Event(70, Level = EventLevel.Warning, Message = "The MLflow server of {0} at {1} takes no spans over OTLP ({2}); each trace goes there as a file. MLflow 3.4 or newer on a database takes spans.")]
    public void TracesGoAsFiles(string destination, string endpoint, string reason) => WriteEvent(70, destination, endpoint, reason);

    [Event(80, Level = EventLevel.Warning, Message = "The doctor found {1} at {0}: {2}. {3}")]
    public void FaultFound(string subject, string code, string seen, string remedy) => WriteEvent(80, subject, code, seen, remedy);

    [Event(81, Level = EventLevel.Informational, Message = "The doctor looked at everything: {0}")]
    public void Diagnosed(string summary) => WriteEvent(81, summary);

    // The stack is left out: exceptions of user code may carry user data in it, and the type and message say what failed.
    private static string Describe(Exception exception) => $"{exception.GetType().FullName}: {Tracing.ExceptionText.Message(exception)}";
}
