using System.Text.Json;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Access;

/// <summary>Permissions of people on experiments, as the client of MLflow's authentication asks for them, for who manages the experiment.</summary>
internal static class GrantEndpoints
{
    private const string Permissions = "/2.0/mlflow/experiments/permissions";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Permissions + "/create", CreateAsync) with { Audit = AuditAction.Grant },
        Get(Permissions + "/get", GetAsync),
        Patch(Permissions + "/update", UpdateAsync) with { Audit = AuditAction.Grant },
        Delete(Permissions + "/delete", DeleteAsync) with { Audit = AuditAction.Grant },
    ];

    public static void WriteFields(Utf8JsonWriter json, ExperimentGrant grant)
    {
        json.WriteString("experiment_id"u8, grant.ExperimentId);
        json.WriteNumber("user_id"u8, grant.PersonId);
        json.WriteString("permission"u8, PermissionNames.Of(grant.Permission));
    }

    private static async Task CreateAsync(RestCall call)
    {
        var (person, experiment) = Place(call);
        Write(call.Json, await call.Access.AddGrantAsync(person, experiment, call.Fields.Text("permission"), call.CancellationToken));
    }

    private static async Task GetAsync(RestCall call)
    {
        var (person, experiment) = Place(call);
        Write(call.Json, await call.Access.GetGrantAsync(person, experiment, call.CancellationToken));
    }

    private static Task UpdateAsync(RestCall call)
    {
        var (person, experiment) = Place(call);
        return call.Access.ChangeGrantAsync(person, experiment, call.Fields.Text("permission"), call.CancellationToken);
    }

    private static Task DeleteAsync(RestCall call)
    {
        var (person, experiment) = Place(call);
        return call.Access.ChangeGrantAsync(person, experiment, null, call.CancellationToken);
    }

    private static (string Person, string Experiment) Place(RestCall call) => (call.Fields.Text("username"), call.Fields.Id("experiment_id"));

    private static void Write(Utf8JsonWriter json, ExperimentGrant grant)
    {
        json.WriteStartObject("experiment_permission"u8);
        WriteFields(json, grant);
        json.WriteEndObject();
    }
}
