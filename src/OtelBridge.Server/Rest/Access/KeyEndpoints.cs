using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Security;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Access;

/// <summary>API keys, for admins: ours, MLflow has none.</summary>
internal static class KeyEndpoints
{
    private const string Keys = "/3.0/otelbridge/keys";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Keys, CreateAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
        Get(Keys, ListAsync) with { Audit = AuditAction.Search, Scopes = AccessScopes.Admin },
        Patch(Keys + "/{key_id}", ChangeAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
        Post(Keys + "/{key_id}/revoke", RevokeAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
    ];

    public static void Write(Utf8JsonWriter json, ApiKey key, QuotaUse? today = null)
    {
        json.WriteStartObject();
        json.WriteString("key_id"u8, key.Id);
        json.WriteString("name"u8, key.Name);
        json.WriteString("workspace"u8, key.Workspace);
        json.WriteStartArray("scopes"u8);
        foreach (var (name, _) in ScopeNames.Of(key.Scopes))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        if (key.ExperimentIds is { } ids)
        {
            json.WriteStartArray("experiment_ids"u8);
            foreach (var id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        json.WriteString("created_by"u8, key.CreatedBy);
        json.WriteNumber("created_ms"u8, key.CreatedMs);
        WriteTime(json, "expires_ms", key.ExpiresMs);
        WriteTime(json, "revoked_ms", key.RevokedMs);
        WriteTime(json, "last_used_ms", key.LastUsedMs);
        QuotaJson.Write(json, key.Quota, today);
        json.WriteEndObject();
    }

    private static async Task CreateAsync(RestCall call)
    {
        var scopes = ScopeNames.Read(call.Fields.Texts("scopes"));
        var days = call.Fields.Int64OrNull("expires_in_days");
        if (days is < 1 or > 36_500)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "expires_in_days is a number of days, 1 to 36500; leave it out for a key that does not expire.");
        }

        var workspace = call.Fields.Text("workspace") is { Length: > 0 } named ? named : WorkspaceName.Default;
        var (key, secret) = await call.Access.AddKeyAsync(
            call.Fields.Text("name"), scopes, [.. call.Fields.Texts("experiment_ids")], days is { } length ? TimeSpan.FromDays(length) : null, workspace, QuotaJson.Read(call.Fields), call.CancellationToken);
        call.Json.WriteString("secret"u8, secret.ToString());
        call.Json.WritePropertyName("key"u8);
        Write(call.Json, key);
    }

    private static async Task ListAsync(RestCall call)
    {
        var today = await call.Services.Quotas!.ListTodayAsync(call.CancellationToken); // there wherever callers are asked who they are
        call.Json.WriteStartArray("keys"u8);
        foreach (var key in await call.Access.ListKeysAsync(call.CancellationToken))
        {
            Write(call.Json, key, today.GetValueOrDefault(Authenticator.NameOf(key)));
        }

        call.Json.WriteEndArray();
    }

    private static async Task ChangeAsync(RestCall call)
    {
        var change = QuotaJson.ReadChange(call.Fields) ?? throw TrackingRequest.Missing("quota");
        var key = await call.Access.ChangeKeyQuotaAsync(call.Route("key_id"), change, call.CancellationToken);
        var today = await call.Services.Quotas!.ListTodayAsync(call.CancellationToken);
        call.Json.WritePropertyName("key"u8);
        Write(call.Json, key, today.GetValueOrDefault(Authenticator.NameOf(key)));
    }

    private static Task RevokeAsync(RestCall call) => call.Access.RevokeKeyAsync(call.Route("key_id"), call.CancellationToken);

    private static void WriteTime(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } ms)
        {
            json.WriteNumber(name, ms);
        }
    }
}
