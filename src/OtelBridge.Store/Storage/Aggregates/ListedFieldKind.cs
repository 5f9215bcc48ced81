namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>What values are listed of.</summary>
internal enum ListedFieldKind
{
    /// <summary>Nothing that has a list.</summary>
    None,
    TraceState,
    SpanStatus,
    SpanName,
    SpanType,
    Model,
    ServiceName,
    RunId,
    TagKey,
    Tag,
    MetadataKey,
    Metadata,
    FeedbackName,
    Feedback,
    ExpectationName,
    Expectation,
}
