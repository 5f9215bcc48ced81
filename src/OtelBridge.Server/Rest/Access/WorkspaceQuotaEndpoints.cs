using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Access;

/// <summary>How much all callers of a workspace may ask for together, and what they have stored today, for who manages it: ours. Also where there is but the default one.</summary>
internal static class WorkspaceQuotaEndpoints
{
    public static IReadOnlyList<RestEndpoint> All { get; } = [Get("/3.0/otelbridge/workspaces", ListAsync)];

    private static async Task ListAsync(RestCall call)
    {
        var keeper = call.Services.Quotas!; // there wherever callers are asked who they are
        var today = await keeper.ListTodayAsync(call.CancellationToken);
        call.Json.WriteStartArray("workspaces"u8);
        foreach (var name in await call.Workspaces.ListManagedAsync(call.CancellationToken))
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("name"u8, name);
            QuotaJson.Write(call.Json, keeper.OfWorkspace(name), today.GetValueOrDefault(Quotas.Quotas.SubjectOf(name)));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }
}
