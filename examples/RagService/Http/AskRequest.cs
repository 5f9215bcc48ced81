namespace RagService.Http;

/// <summary>The body of <c>POST /ask</c>.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Session">The conversation that it belongs to, as the caller names it.</param>
internal sealed record AskRequest(string? Question, string? Session = null);
