using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Workspaces;

/// <summary>Workspaces, as MLflow's clients (3.10 and later) ask for them. Only where there are some: clients take a 404 for "a server without workspaces".</summary>
internal static class WorkspaceEndpoints
{
    private const string Workspaces = "/3.0/mlflow/workspaces";
    private const string One = Workspaces + "/{workspace_name}";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        // What clients ask before they name a workspace, which may be a wrong one: so it is not looked at.
        Get("/3.0/mlflow/server-info", AnswerServerInfo) with { Scopes = AccessScopes.None, Audit = AuditAction.None },
        Get(Workspaces, ListAsync),
        Post(Workspaces, RefuseAsync) with { Scopes = AccessScopes.Admin },
        Get(One, GetAsync),
        Patch(One, RefuseAsync) with { Scopes = AccessScopes.Admin },
        Delete(One, RefuseAsync) with { Scopes = AccessScopes.Admin },
    ];

    private static Task AnswerServerInfo(RestCall call)
    {
        call.Json.WriteString("store_type"u8, "SqlStore"); // the word of MLflow's for "in a database"
        call.Json.WriteBoolean("workspaces_enabled"u8, true);
        call.Json.WriteBoolean("trace_archival_enabled"u8, false);
        return Task.CompletedTask;
    }

    private static async Task ListAsync(RestCall call)
    {
        call.Json.WriteStartArray("workspaces"u8);
        foreach (var name in await call.Workspaces.ListAsync(call.CancellationToken))
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("name"u8, name);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }

    private static async Task GetAsync(RestCall call)
    {
        var name = call.Route("workspace_name");
        await call.Workspaces.RequireSeenAsync(name, call.CancellationToken);
        call.Json.WriteStartObject("workspace"u8);
        call.Json.WriteString("name"u8, name);
        call.Json.WriteEndObject();
    }

    private static Task RefuseAsync(RestCall call) => WorkspaceService.RefuseChange();
}
