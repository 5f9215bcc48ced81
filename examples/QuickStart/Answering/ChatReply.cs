namespace QuickStart.Answering;

/// <summary>What a chat model answered.</summary>
/// <param name="Model">The model that answered, as it names itself.</param>
/// <param name="Content">The text.</param>
/// <param name="FinishReason">Why it ended: <c>stop</c>, <c>length</c>, …</param>
/// <param name="Usage">What it cost.</param>
internal sealed record ChatReply(string Model, string Content, string FinishReason, ChatUsage Usage)
{
    /// <summary>The reply in OpenAI's shape, which is what tools that read traces know.</summary>
    public object ToChoices() => new
    {
        model = Model,
        choices = new[] { new { index = 0, message = new ChatMessage(ChatMessage.Assistant, Content), finish_reason = FinishReason } },
        usage = new { prompt_tokens = Usage.InputTokens, completion_tokens = Usage.OutputTokens, total_tokens = Usage.TotalTokens },
    };
}
