namespace OtelBridge.Store.Quotas;

/// <summary>Which part of a quota a request, a search or a span was refused for.</summary>
public enum QuotaReason
{
    /// <summary>Spans a second.</summary>
    Spans = 0,

    /// <summary>Bytes a day.</summary>
    Bytes = 1,

    /// <summary>More in one request than may ever come at once.</summary>
    RequestSize = 2,

    /// <summary>Searches at once.</summary>
    Searches = 3,

    /// <summary>The time of a search.</summary>
    SearchTime = 4,

    /// <summary>The size of a span, which is refused alone.</summary>
    SpanSize = 5,
}
