using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.Sources;

/// <summary>Says of a span which call it is of, as far as that is known when it starts: some libraries set attributes only at the end, but their names begin with the operation.</summary>
internal static class CallIdentity
{
    /// <summary>The kind of the call; none for all other spans.</summary>
    public static CallKind KindOf(Activity activity) =>
        (InstrumentedCall.OperationOf(activity) ?? activity.GetTagItem(GenAiKeys.OperationName) as string) is { } operation
            ? KindOf(operation)
            : KindOf(Split(activity.DisplayName).First);

    /// <summary>The tool that is called, or the model, as the name of the span has it.</summary>
    public static ReadOnlySpan<char> SubjectOf(Activity activity) =>
        activity.GetTagItem(GenAiKeys.ToolName) is string tool ? tool : Split(activity.DisplayName).Rest;

    // The conventions' operations, and those of Semantic Kernel and of older instrumentations of OpenAI.
    private static CallKind KindOf(ReadOnlySpan<char> operation) => operation switch
    {
        "chat" or "generate_content" or "text_completion" or "response" or "responses" or "chat.completions" or "text.completions" => CallKind.Model,
        "embeddings" => CallKind.Embedding,
        "execute_tool" => CallKind.Tool,
        _ => CallKind.None,
    };

    private static NameParts Split(ReadOnlySpan<char> name) => name.IndexOf(' ') is var at and > 0 ? new(name[..at], name[(at + 1)..]) : new(name, []);

    private readonly ref struct NameParts(ReadOnlySpan<char> first, ReadOnlySpan<char> rest)
    {
        public ReadOnlySpan<char> First { get; } = first;

        public ReadOnlySpan<char> Rest { get; } = rest;
    }
}
