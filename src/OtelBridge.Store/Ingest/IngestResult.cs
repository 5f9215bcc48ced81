namespace OtelBridge.Store.Ingest;

/// <summary>What became of a request's spans; the rest of the request is durable.</summary>
/// <param name="AcceptedSpans">Spans that are stored.</param>
/// <param name="RejectedSpans">Spans that were refused and must not be sent again.</param>
/// <param name="ErrorMessage">Why, in at most a few sentences; empty when none was refused.</param>
public readonly record struct IngestResult(long AcceptedSpans, long RejectedSpans, string ErrorMessage);
