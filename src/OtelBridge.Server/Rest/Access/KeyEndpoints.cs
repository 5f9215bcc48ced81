using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Access;

/// <summary>API keys, for admins: ours, MLflow has none.</summary>
internal static class KeyEndpoints
{
    private const string Keys = "/3.0/otelbridge/keys";

    private static readonly (string Name, AccessScopes Scope)[] Names =
        [("ingest", AccessScopes.Ingest), ("read", AccessScopes.Read), ("write", AccessScopes.Write), ("admin", AccessScopes.Admin)];

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Keys, CreateAsync) with { Scopes = AccessScopes.Admin },
        Get(Keys, ListAsync) with { Scopes = AccessScopes.Admin },
        Post(Keys + "/{key_id}/revoke", RevokeAsync) with { Scopes = AccessScopes.Admin },
    ];

    private static async Task CreateAsync(RestCall call)
    {
        var scopes = call.Fields.Texts("scopes").Aggregate(AccessScopes.None, static (all, name) => all | Read(name));
        var days = call.Fields.Int64OrNull("expires_in_days");
        if (days is < 1 or > 36_500)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "expires_in_days is a number of days, 1 to 36500; leave it out for a key that does not expire.");
        }

        var (key, secret) = await call.Access.AddKeyAsync(
            call.Fields.Text("name"), scopes, [.. call.Fields.Texts("experiment_ids")], days is { } length ? TimeSpan.FromDays(length) : null, QuotaJson.Read(call.Fields), call.CancellationToken);
        call.Json.WriteString("secret"u8, secret.ToString());
        call.Json.WritePropertyName("key"u8);
        Write(call.Json, key, null);
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

    private static Task RevokeAsync(RestCall call) => call.Access.RevokeKeyAsync(call.Route("key_id"), call.CancellationToken);

    private static AccessScopes Read(string name) => Names.FirstOrDefault(pair => pair.Name == name) is { Name: not null, Scope: var scope }
        ? scope
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"'{name}' is not a scope; these are: ingest, read, write, admin.");

    private static void Write(Utf8JsonWriter json, ApiKey key, QuotaUse? today)
    {
        json.WriteStartObject();
        json.WriteString("key_id"u8, key.Id);
        json.WriteString("name"u8, key.Name);
        json.WriteStartArray("scopes"u8);
        foreach (var (name, _) in Names.Where(pair => key.Scopes.HasFlag(pair.Scope)))
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

    private static void WriteTime(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } ms)
        {
            json.WriteNumber(name, ms);
        }
    }
}
