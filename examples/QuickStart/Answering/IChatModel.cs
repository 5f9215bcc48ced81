namespace QuickStart.Answering;

/// <summary>Answers a prompt.</summary>
internal interface IChatModel
{
    /// <summary>Gets the model's name.</summary>
    string Name { get; }

    /// <summary>Gets what a person should know about who answers here.</summary>
    string Description { get; }

    /// <exception cref="ChatModelException">The model did not answer; the message says what to do.</exception>
    Task<ChatReply> CompleteAsync(ChatPrompt prompt, CancellationToken cancellationToken);
}
