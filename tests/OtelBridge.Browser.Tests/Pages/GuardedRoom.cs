using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Pages;

/// <summary>A server that asks who looks, with some people, keys and permissions.</summary>
public sealed class GuardedRoom : IAsyncDisposable
{
    public const string Kim = "kim";
    public const string Password = "seven garden tools"; // everybody's

    private GuardedRoom(ServerUnderTest server) => Server = server;

    public ServerUnderTest Server { get; }

    public static async Task<GuardedRoom> OpenAsync()
    {
        var room = new GuardedRoom(await ServerUnderTest.StartAsync(static options => (options.Access.IsRequired, options.Access.AdminPassword) = (true, Password)));
        room.Server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}")));
        await room.PostAsync("/api/2.0/mlflow/users/create", new { username = Kim, password = Password });
        await room.PostAsync("/api/2.0/mlflow/users/create", new { username = "annelie.van.der.wijngaarden@warehouse.example", password = Password });
        await room.PostAsync("/api/2.0/mlflow/experiments/create", new { name = "garden-tools" });
        await room.PostAsync("/api/2.0/mlflow/experiments/permissions/create", new { username = Kim, experiment_id = "0", permission = "EDIT" });
        await room.PostAsync("/api/2.0/mlflow/experiments/permissions/create", new { username = Kim, experiment_id = "1", permission = "READ" });
        await room.PostAsync("/api/3.0/otelbridge/keys", new { name = "support desk, production", scopes = new[] { "ingest" }, experiment_ids = new[] { "0", "1" }, expires_in_days = 90 });
        await room.PostAsync("/api/3.0/otelbridge/keys", new { name = "nightly report", scopes = new[] { "read", "write" }, quota = new { bytes_per_day = "1GB", searches = 2, search_seconds = 30 } });
        return room;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task PostAsync(string path, object body)
    {
        using var answer = await Server.Http.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
