using OtelBridge.Server.Audit;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Audit;

/// <summary>The audit log, for admins: to read, and nothing else. Ours; MLflow has none.</summary>
internal static class AuditEndpoints
{
    public static IReadOnlyList<RestEndpoint> All { get; } =
        [Get("/3.0/otelbridge/audit", SearchAsync) with { Audit = AuditAction.Search, Scopes = AccessScopes.Admin }];

    private static async Task SearchAsync(RestCall call)
    {
        var query = AuditQueryText.Read(name => call.Fields.Id(name), call.Services.Clock.GetUtcNow());
        if (call.Fields.Id("format") is { Length: > 0 } format)
        {
            await AuditFile.WriteAsync(call, query, format);
            return;
        }

        AuditJson.WriteFields(call.Json, await call.Audit.SearchAsync(query, call.CancellationToken));
    }
}
