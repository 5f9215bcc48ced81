namespace OtelBridge.GenAI.Calls;

/// <summary>An item of a stream that was written when it came, so that nothing of it has to be kept.</summary>
/// <param name="Json">Its JSON text.</param>
internal readonly record struct WrittenItem(string Json);
