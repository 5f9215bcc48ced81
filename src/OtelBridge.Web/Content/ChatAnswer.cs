namespace OtelBridge.Web.Content;

/// <summary>The answer of a tool, beside its call.</summary>
/// <param name="Message">The message that has it.</param>
/// <param name="Piece">The answer.</param>
public sealed record ChatAnswer(int Message, ChatPiece Piece);
