namespace OtelBridge.Probing;

/// <summary>What somebody at the other end of a connection speaks.</summary>
internal enum SpokenWire
{
    /// <summary>Nothing: the connection stays open and silent.</summary>
    Nothing,

    /// <summary>Something else; or the connection was closed at once.</summary>
    Unknown,

    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2, as gRPC does.</summary>
    Http2,

    /// <summary>TLS.</summary>
    Tls,
}
