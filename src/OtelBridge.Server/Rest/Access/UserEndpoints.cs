using System.Text.Json;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Access;

/// <summary>People, as the client of MLflow's authentication (<c>AuthServiceClient</c>) asks for them. Only where callers are asked who they are.</summary>
internal static class UserEndpoints
{
    private const string Users = "/2.0/mlflow/users";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Users + "/create", CreateAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
        Get(Users + "/get", GetAsync),
        Patch(Users + "/update-password", UpdatePasswordAsync) with { Audit = AuditAction.Grant },
        Patch(Users + "/update-admin", UpdateAdminAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
        Delete(Users + "/delete", DeleteAsync) with { Audit = AuditAction.Grant, Scopes = AccessScopes.Admin },
    ];

    private static async Task CreateAsync(RestCall call)
    {
        var person = await call.Access.AddPersonAsync(call.Fields.Text("username"), call.Fields.Text("password"), call.CancellationToken);
        Write(call.Json, person, []);
    }

    private static async Task GetAsync(RestCall call)
    {
        var (person, grants) = await call.Access.GetPersonAsync(call.Fields.Text("username"), call.CancellationToken);
        Write(call.Json, person, grants);
    }

    private static Task UpdatePasswordAsync(RestCall call) =>
        call.Access.SetPasswordAsync(call.Fields.Text("username"), call.Fields.Text("password"), call.CancellationToken);

    private static Task UpdateAdminAsync(RestCall call) =>
        call.Access.SetAdminAsync(call.Fields.Text("username"), call.Fields.BooleanOrNull("is_admin") ?? throw TrackingRequest.Missing("is_admin"), call.CancellationToken);

    private static Task DeleteAsync(RestCall call) => call.Access.DeletePersonAsync(call.Fields.Text("username"), call.CancellationToken);

    private static void Write(Utf8JsonWriter json, Person person, IReadOnlyList<ExperimentGrant> grants)
    {
        json.WriteStartObject("user"u8);
        json.WriteNumber("id"u8, person.Id);
        json.WriteString("username"u8, person.Name);
        json.WriteBoolean("is_admin"u8, person.IsAdmin);
        json.WriteStartArray("experiment_permissions"u8);
        foreach (var grant in grants)
        {
            json.WriteStartObject();
            GrantEndpoints.WriteFields(json, grant);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("registered_model_permissions"u8); // none are kept; clients read the list
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
