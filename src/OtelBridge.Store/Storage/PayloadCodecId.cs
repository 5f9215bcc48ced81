namespace OtelBridge.Store.Storage;

/// <summary>How a payload is compressed. Numbers are stored: they never change meaning.</summary>
internal enum PayloadCodecId
{
    /// <summary>Not compressed: tiny payloads, and what does not shrink.</summary>
    None = 0,

    /// <summary>Brotli.</summary>
    Brotli = 1,
}
