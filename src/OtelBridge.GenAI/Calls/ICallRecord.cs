using System.Diagnostics;

namespace OtelBridge.GenAI.Calls;

/// <summary>What one kind of call says of itself; <see cref="ModelCall"/> does the rest. For one call.</summary>
internal interface ICallRecord
{
    /// <summary>Gets the name of the span, <c>chat gpt-4o-mini</c>.</summary>
    string SpanName { get; }

    /// <summary>Gets MLflow's type of the span.</summary>
    string SpanType { get; }

    /// <summary>Gets the value of <c>gen_ai.operation.name</c>.</summary>
    string Operation { get; }

    /// <summary>Gets the kind of the span: a client's where the call goes to a server.</summary>
    ActivityKind Kind => ActivityKind.Internal;

    /// <summary>Gets whether a span of a library directly below that says the same operation is this call said again, and not a span of its own.</summary>
    bool IsWholeCall => true;

    /// <summary>Gets the model call that asked for this one, which is then its parent; null for what is current.</summary>
    AskedTool? AskedFor => null;

    /// <summary>Gets somebody else's running span of this very call, which then gets what is recorded; null for a span of our own.</summary>
    Activity? Adopted => null;

    /// <summary>Reads what the caller gave as a sequence. What the caller's code throws here leaves the call as if the callee had thrown it.</summary>
    void Prepare()
    {
    }

    /// <summary>Puts on the span what is asked, before the call. May throw.</summary>
    /// <param name="activity">The span, which is recorded.</param>
    void Ask(Activity activity);
}

/// <summary>What a call with one answer says of itself.</summary>
internal interface ICallRecord<in TAnswer> : ICallRecord
{
    /// <summary>Puts the answer on the span; may set the status ERROR. May throw.</summary>
    /// <param name="activity">The span, which is recorded.</param>
    /// <param name="answer">The answer.</param>
    void Answer(Activity activity, TAnswer answer);
}
