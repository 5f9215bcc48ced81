using ChatModels.Scripting;

namespace Agents.Handoff;

/// <summary>What the local model says in the place of each agent; it knows which one it is by the tools it is offered.</summary>
internal static class HandoffScript
{
    public static ModelAnswer Answer(ModelRequest request) =>
        request.Tools.Contains("transfer_to_refunds") ? Triage(request)
        : request.Tools.Contains("issue_refund") ? Refunds(request)
        : Sales(request);

    private static ModelAnswer Triage(ModelRequest request) =>
        request.Asks("back") ? ModelAnswer.Calls("transfer_to_refunds")
        : request.Asks("pump") ? ModelAnswer.Calls("transfer_to_sales")
        : ModelAnswer.Says("What can we do for you: take something back, or sell you something?");

    private static ModelAnswer Refunds(ModelRequest request) =>
        !request.Asks("back") ? ModelAnswer.Calls("transfer_to_triage")
        : Result(request, "refund R-") is { } refund ? ModelAnswer.Says($"I am sorry that the pedals did not fit. Your {refund}.")
        : Result(request, "article") is not null ? ModelAnswer.Calls("issue_refund", """{"number":1042,"amount":42.90}""")
        : ModelAnswer.Calls("find_order", """{"number":1042}""");

    private static ModelAnswer Sales(ModelRequest request) => Result(request, "24.5") is { } price
        ? ModelAnswer.Says($"We have one that fits into a saddlebag, for {price} euros. Shall I put it aside for you?")
        : ModelAnswer.Calls("find_price", """{"part":"pump"}""");

    private static string? Result(ModelRequest request, string part) =>
        request.ToolResults.LastOrDefault(result => result.Contains(part, StringComparison.Ordinal))?.Trim('"');
}
