namespace OtelBridge.Chaos.Load;

/// <summary>What came of a request.</summary>
/// <param name="Kind">What it means for the sender.</param>
/// <param name="Text">What was said, without what differs from one to the next.</param>
internal readonly record struct SendResult(SendKind Kind, string Text)
{
    public static SendResult Ok { get; } = new(SendKind.Acknowledged, "");
}
