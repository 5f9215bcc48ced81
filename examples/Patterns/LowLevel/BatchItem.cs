namespace Patterns.LowLevel;

/// <summary>One item of a batch.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What it holds; an empty text is not valid, and none at all is an error.</param>
internal sealed record BatchItem(int Id, string? Text);
