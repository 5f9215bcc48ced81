namespace OtelBridge.Server.Otlp;

/// <summary>How deep the values of OTLP/JSON may nest: as deep as protobuf's readers go, so that both encodings take the same requests.</summary>
internal static class OtlpNesting
{
    /// <summary>Messages inside each other below the request. A list costs two of them a level, a map three.</summary>
    public const int MaxDepth = 100;

    // How many messages an attribute is below the request.
    public const int ResourceAttributeDepth = 3;
    public const int ScopeAttributeDepth = 4;
    public const int SpanAttributeDepth = 4;
    public const int EventAttributeDepth = 5;
}
