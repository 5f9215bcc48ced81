using System.Text.Json.Nodes;
using OtelBridge.Server.Tests.Security;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>Reads the audit log of a server as an admin does.</summary>
internal static class AuditedServer
{
    public const string Path = "/api/3.0/otelbridge/audit";

    /// <summary>Reads entries, the newest first.</summary>
    public static async Task<IReadOnlyList<AuditRow>> AuditAsync(this GuardedServer server, string query = "")
    {
        var (status, text) = await server.GetAsync($"{Path}?max_results=1000&{query}", GuardedServer.Admin);
        status.ShouldBe(200, text);
        return [.. JsonNode.Parse(text)!["entries"]!.AsArray().Select(static entry => AuditRow.Of(entry!))];
    }
}
