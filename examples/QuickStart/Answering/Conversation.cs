namespace QuickStart.Answering;

/// <summary>Who asks, in which conversation: the store finds all traces of a user or a session by these.</summary>
internal sealed record Conversation(string Session, string User)
{
    public static Conversation Start() => new($"quickstart-{Guid.NewGuid():N}", "reader");
}
