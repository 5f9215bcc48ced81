namespace ChatModels.Scripting;

/// <summary>One answer of a scripted model, said once for all providers' protocols.</summary>
public sealed record ModelAnswer
{
    /// <summary>What the model says.</summary>
    public string Text { get; init; } = "";

    /// <summary>What it thought before.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Why it does not answer.</summary>
    public string? Refusal { get; init; }

    /// <summary>The tools it asks for.</summary>
    public IReadOnlyList<ModelToolCall> ToolCalls { get; init; } = [];

    /// <summary>The tokens; counted by words when null.</summary>
    public ModelUsage? Usage { get; init; }

    /// <summary>The provider's word for why it ended; by the content when null.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model that answers; the one asked for when null.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's id; made by the server when null.</summary>
    public string? Id { get; init; }

    /// <summary>Second and further choices, where the protocol has them.</summary>
    public IReadOnlyList<ModelAnswer> OtherChoices { get; init; } = [];

    /// <summary>What goes wrong.</summary>
    public ModelFault? Fault { get; init; }

    /// <summary>An answer in words.</summary>
    public static ModelAnswer Says(string text) => new() { Text = text };

    /// <summary>An answer that asks for one tool.</summary>
    public static ModelAnswer Calls(string tool, string arguments = "{}", string? id = null) => Calls(new ModelToolCall(tool, arguments, id));

    /// <summary>An answer that asks for tools, in parallel when several.</summary>
    public static ModelAnswer Calls(params ModelToolCall[] calls) => new() { ToolCalls = calls };

    /// <summary>The request is refused.</summary>
    /// <param name="status">E.g. 429.</param>
    /// <param name="message">The error's text.</param>
    /// <param name="code">The error's code; by the status when null.</param>
    /// <param name="retryAfter">What Retry-After says, in seconds; no header when null.</param>
    public static ModelAnswer Refuses(int status, string message, string? code = null, int? retryAfter = null) =>
        new() { Fault = new ModelFault(ModelFaultKind.Refused) { Status = status, Message = message, Code = code, RetryAfter = retryAfter } };

    /// <summary>This answer, with the connection cut after so many events.</summary>
    public ModelAnswer CutAfter(int events) => this with { Fault = new ModelFault(ModelFaultKind.Cut) { AfterEvents = events } };

    /// <summary>This answer, with an error said in the stream after so many events.</summary>
    public ModelAnswer FailingAfter(int events, string message) =>
        this with { Fault = new ModelFault(ModelFaultKind.ErrorInStream) { AfterEvents = events, Message = message } };

    /// <summary>This answer, with silence after so many events until the caller goes away.</summary>
    public ModelAnswer StalledAfter(int events) => this with { Fault = new ModelFault(ModelFaultKind.Stalled) { AfterEvents = events } };

    /// <summary>This answer without any choice in it.</summary>
    public ModelAnswer WithoutChoices() => this with { Fault = new ModelFault(ModelFaultKind.NoChoices) };
}
