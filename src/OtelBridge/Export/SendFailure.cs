namespace OtelBridge.Export;

/// <summary>What a failed request means for its spans.</summary>
internal enum SendFailure
{
    /// <summary>Another attempt may succeed: no answer, a server that is busy or starting.</summary>
    Transient,

    /// <summary>The server takes no request as large as this one.</summary>
    TooLarge,

    /// <summary>The server found fault with the content; a part of it may be taken.</summary>
    Refused,

    /// <summary>Address, credentials, certificate or the server itself are wrong; repeating it now does not help, and the spans are not to blame.</summary>
    Broken,
}
