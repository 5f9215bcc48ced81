namespace RagService.Http;

/// <summary>The body of <c>POST /feedback</c>.</summary>
/// <param name="TraceId">The id that came with the answer.</param>
/// <param name="Helpful">Whether the answer was any help.</param>
/// <param name="Comment">Why, if the person says so.</param>
/// <param name="User">Who says it.</param>
internal sealed record FeedbackRequest(string? TraceId, bool Helpful, string? Comment = null, string? User = null);
