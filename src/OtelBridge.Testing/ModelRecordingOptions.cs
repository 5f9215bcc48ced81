namespace OtelBridge.Testing;

/// <summary>How model calls are recorded and replayed.</summary>
public sealed class ModelRecordingOptions
{
    /// <summary>Gets or sets whether the model is called and its answers are kept; otherwise the file answers.</summary>
    /// <value>The default is none: what the environment says. <c>OTELBRIDGE_RECORD=1</c> records, everything else replays.</value>
    public bool? Record { get; set; }

    /// <summary>Gets or sets what takes out of each text of a request and of an answer what the file must not have: names, keys, addresses.</summary>
    /// <value>The default is none: texts are written as they are.</value>
    /// <remarks>
    /// Called when a call is recorded, and again for the requests of a replay, so that those find what was recorded. It must give the same for a text each time, and leave what it has given as it is.
    /// HTTP headers, and with them keys of the provider, never reach the file.
    /// </remarks>
    public Func<string, string>? Redact { get; set; }
}
