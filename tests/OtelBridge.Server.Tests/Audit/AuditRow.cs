using System.Text.Json.Nodes;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>One entry as the server tells it, without its time.</summary>
internal sealed record AuditRow(string Who, string Action, string About, string Outcome, string From, string Wire, string Request, long Requests, long? Items)
{
    public static AuditRow Of(JsonNode entry) => new(
        (string)entry["who"]!,
        (string)entry["action"]!,
        string.Join(' ', entry["about"]!.AsArray().Select(static subject => (string)subject!)),
        (string)entry["outcome"]!,
        (string)entry["from"]!,
        (string)entry["wire"]!,
        (string)entry["request"]!,
        (long)entry["requests"]!,
        (long?)entry["items"]);
}
