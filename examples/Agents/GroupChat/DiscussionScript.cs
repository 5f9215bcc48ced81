using ChatModels.Scripting;

namespace Agents.GroupChat;

/// <summary>What the local model says in the place of each member, and of the manager; it knows which one it is by its instructions.</summary>
internal static class DiscussionScript
{
    private const string FirstDraft = "A bicycle for every road.";
    private const string SecondDraft = "A bicycle for every road, and for the ten years that its frame is under warranty.";
    private const string Fault = "Say how long it lasts: the warranty is missing.";

    public static bool Knows(ModelRequest request) => IsManager(request) || Is(request, "writer") || Is(request, "critic");

    public static ModelAnswer Answer(ModelRequest request) => ModelAnswer.Says(IsManager(request) ? Pick(request) : Is(request, "writer") ? Write(request) : Judge(request));

    private static string Pick(ModelRequest request) =>
        request.Asks(RoundRobin.End) ? Manager.Nobody
        : request.Asks(FirstDraft) || request.Asks(SecondDraft) ? "Critic"
        : "Writer";

    private static string Write(ModelRequest request) => request.Asks("missing") ? SecondDraft : FirstDraft;

    private static string Judge(ModelRequest request) => request.Asks("warranty") ? RoundRobin.End : Fault;

    private static bool IsManager(ModelRequest request) => request.Instructions.Contains("who of", StringComparison.Ordinal);

    private static bool Is(ModelRequest request, string role) => request.Instructions.Contains($"You are the {role}", StringComparison.Ordinal);
}
