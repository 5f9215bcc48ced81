namespace OtelBridge.Documents.Tests.Markdown;

/// <summary>A block of C# in a document: the name of the snippet above it, if there is one, and its code.</summary>
internal sealed record CodeBlock(string? Name, string Code, int Start, int Length);
