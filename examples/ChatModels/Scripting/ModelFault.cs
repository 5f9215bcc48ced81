namespace ChatModels.Scripting;

/// <summary>What goes wrong with an answer.</summary>
/// <param name="Kind">What happens.</param>
public sealed record ModelFault(ModelFaultKind Kind)
{
    /// <summary>How many events of a stream come through before it happens.</summary>
    public int AfterEvents { get; init; }

    /// <summary>The status of a refused request, e.g. 429.</summary>
    public int Status { get; init; }

    /// <summary>The error's text.</summary>
    public string Message { get; init; } = "The server had an error while processing your request.";

    /// <summary>The error's code; by the status when null.</summary>
    public string? Code { get; init; }

    /// <summary>What the header Retry-After says, in seconds; no header when null.</summary>
    public int? RetryAfter { get; init; }
}
