using OtelBridge.Server.Security;
using OtelBridge.Store.Audit;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Workspaces;

/// <summary>Who works in a workspace, for who manages it: ours.</summary>
internal static class MemberEndpoints
{
    private const string Members = "/3.0/otelbridge/workspaces/{workspace_name}/members";
    private const string One = Members + "/{username}";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Get(Members, ListAsync),
        Put(One, SetAsync) with { Audit = AuditAction.Grant },
        Delete(One, DeleteAsync) with { Audit = AuditAction.Grant },
    ];

    private static async Task ListAsync(RestCall call)
    {
        call.Json.WriteStartArray("members"u8);
        foreach (var (person, permission) in await call.Workspaces.ListMembersAsync(Workspace(call), call.CancellationToken))
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("username"u8, person);
            call.Json.WriteString("permission"u8, PermissionNames.Of(permission));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }

    private static Task SetAsync(RestCall call) =>
        call.Workspaces.SetMemberAsync(Workspace(call), call.Route("username"), PermissionNames.Read(call.Fields.Text("permission")), call.CancellationToken);

    private static Task DeleteAsync(RestCall call) => call.Workspaces.SetMemberAsync(Workspace(call), call.Route("username"), null, call.CancellationToken);

    private static string Workspace(RestCall call) => call.Route("workspace_name");
}
