using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Model;

/// <summary>What a root span says of its trace: previews of its inputs and outputs, and the facts that ride on it as attributes.</summary>
public sealed class RootFacts
{
    /// <summary>Gets the preview of the request; null when the span has no inputs.</summary>
    public string? RequestPreview { get; init; }

    /// <summary>Gets the preview of the response; null when the span has no outputs.</summary>
    public string? ResponsePreview { get; init; }

    /// <summary>Gets the caller's own id of the request.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>Gets what the state of the trace is to be once the span has ended, OK or ERROR; null for what the span's status says.</summary>
    public TraceState? State { get; init; }

    /// <summary>Gets the tags to set on the trace.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Gets the metadata to set on the trace.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];
}
