namespace OtelBridge.Chat;

/// <summary>A part of a message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is said, thought, asked of a tool or answered by it (plain text, or JSON text); null for media without words.</param>
public sealed record ChatPart(ChatPartKind Kind, string? Text)
{
    /// <summary>Gets the id by which a tool's answer finds its call.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the name of the tool, or of the file.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the media type, or the kind of media where that is all that is known (<c>image</c>, <c>audio</c>).</summary>
    public string? MediaType { get; init; }

    /// <summary>Gets where the media is: an address, a <c>data:</c> address with its bytes, or the provider's id of the file.</summary>
    public string? Uri { get; init; }
}
