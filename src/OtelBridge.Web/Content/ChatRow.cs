namespace OtelBridge.Web.Content;

/// <summary>A message as a page shows it.</summary>
/// <param name="Index">Its number in the chat.</param>
/// <param name="Role">Who says it.</param>
/// <param name="Name">The name of the one who says it; empty when only the role is known.</param>
/// <param name="FinishReason">Why the model stopped; empty when that is not said.</param>
/// <param name="IsAnswer">Whether it is what this call came to, not what it was given.</param>
/// <param name="Pieces">Its parts.</param>
/// <param name="MoreParts">How many more parts it has than are shown.</param>
public sealed record ChatRow(int Index, string Role, string Name, string FinishReason, bool IsAnswer, IReadOnlyList<ChatPiece> Pieces, int MoreParts);
