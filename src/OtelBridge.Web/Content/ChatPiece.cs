using OtelBridge.Chat;

namespace OtelBridge.Web.Content;

/// <summary>A part of a message as a page shows it.</summary>
/// <param name="Index">Which part of its message it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is said, asked or answered.</param>
public sealed record ChatPiece(int Index, ChatPartKind Kind, TextCut Text)
{
    /// <summary>Gets the name of the tool or of the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the id of the call.</summary>
    public string Id { get; init; } = "";

    public string MediaType { get; init; } = "";

    /// <summary>Gets the address of the media.</summary>
    public string Address { get; init; } = "";

    /// <summary>Gets arguments or answer as a tree; null where they are no object or list.</summary>
    public JsonOutline? Json { get; init; }

    /// <summary>Gets what the tool answered; null when no answer is in the chat.</summary>
    public ChatAnswer? Answer { get; init; }
}
