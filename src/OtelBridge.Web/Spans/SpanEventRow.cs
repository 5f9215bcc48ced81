using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>An event of a span as a page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TimeUnixNano">When it happened.</param>
/// <param name="Offset">How long after the start of the span.</param>
/// <param name="Attributes">What it says, but for what of an exception is shown by itself.</param>
public sealed record SpanEventRow(string Name, ulong TimeUnixNano, string Offset, AttributeTable Attributes)
{
    /// <summary>Gets type and message of an exception; empty for other events.</summary>
    public TextCut Exception { get; init; } = TextCut.Empty;

    /// <summary>Gets where the exception was thrown.</summary>
    public IReadOnlyList<StackPiece> Stack { get; init; } = [];
}
