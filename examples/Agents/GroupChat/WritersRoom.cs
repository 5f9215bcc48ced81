namespace Agents.GroupChat;

/// <summary>Two who make a text together: one writes, one finds fault with it.</summary>
internal static class WritersRoom
{
    public const string Task = "Write one sentence that sells our touring bicycle.";

    public static IReadOnlyList<Member> Members { get; } =
    [
        new("Writer", "You are the writer. Write the sentence; better it by what the critic says."),
        new("Critic", $"You are the critic. Say in one sentence what is missing, or {RoundRobin.End} when nothing is."),
    ];
}
