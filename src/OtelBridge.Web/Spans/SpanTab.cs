namespace OtelBridge.Web.Spans;

/// <summary>What of a span is looked at.</summary>
public enum SpanTab
{
    /// <summary>Inputs and outputs.</summary>
    Content,
    Attributes,
    Events,
    Links,

    /// <summary>The resource and the scope that the span came under.</summary>
    Resource,

    /// <summary>Tokens and cost.</summary>
    Usage,

    /// <summary>The span as it was received.</summary>
    Raw,
}
