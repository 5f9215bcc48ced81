using System.Net.Http.Headers;
using System.Reflection;
using OtelBridge.Grpc;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Store.Access;
using OtelBridge.TestSupport;
using static OtelBridge.Server.Tests.Workspaces.WorkspaceServer;

namespace OtelBridge.Server.Tests.Workspaces;

/// <summary>Every endpoint, asked by those of one workspace for what is in another: under the same ids and names, and by naming it.</summary>
public sealed class WorkspaceMatrixTests
{
    // Long enough to be in nobody's path by chance.
    private const string Unknown = "team-q";

    [Fact]
    public async Task Everybody_OfAWorkspace_GetsNothingOfAnother_NorWhetherItIsThere()
    {
        await using var server = await WorkspaceServer.StartAsync();
        var (_, foreignRun) = (await server.FillAsync(TeamA), await server.FillAsync(TeamB));
        (string Name, AccessScopes Scopes, AuthenticationHeaderValue Credentials)[] roles =
        [
            ("ingest key", AccessScopes.Ingest, await server.MakeKeyAsync(TeamA, "ingest")),
            ("read key", AccessScopes.Read, await server.MakeKeyAsync(TeamA, "read")),
            ("lead", AccessScopes.Ingest | AccessScopes.Read | AccessScopes.Write, Lead),
        ];
        var before = await SnapshotAsync(server, foreignRun);
        var (asked, own, wrong) = (0, 0, new List<string>());

        foreach (var (endpoint, method, scopes, address) in AccessMatrixTests.Asked(server.Guarded))
        {
            foreach (var (role, has, credentials) in roles)
            {
                var there = await AskAsync(TeamB, TeamB);
                var notThere = await AskAsync(Unknown, Unknown);
                var (status, text) = await AskAsync(null, TeamB);
                asked++;
                own += text.Contains("ours", StringComparison.Ordinal) ? 1 : 0;
                var refused = role == "lead" ? 404 : 403;
                var what = AccessMatrixTests.Find(status, text, scopes, has, role, isForeign: true)
                    ?? (scopes == AccessScopes.None ? null
                        : there.Status != refused ? "passes into another workspace"
                        : there != notThere ? "tells whether a workspace is there"
                        : null);
                if (what is not null)
                {
                    wrong.Add($"{role} {method} {endpoint.RoutePattern.RawText}: {what} ({status}, {there}, {notThere})");
                }

                async Task<(int Status, string Text)> AskAsync(string? workspace, string inPath)
                {
                    var place = new AccessMatrixTests.Place(Shared, OtlpSamples.TraceIdText(1), foreignRun) { Workspace = inPath };
                    var answer = await AccessMatrixTests.AskAsync(server.Guarded, address, endpoint, method, place, credentials, workspace);
                    return (answer.Status, answer.Text.Replace(inPath, "it", StringComparison.Ordinal));
                }
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(500);
        own.ShouldBeGreaterThan(20); // they do see what is theirs under the same ids
        (await SnapshotAsync(server, foreignRun)).ShouldBe(before);
    }

    [Fact]
    public async Task Everybody_OfAWorkspace_GetsNothingOfAnother_OverGrpc()
    {
        await using var server = await WorkspaceServer.StartAsync();
        var (_, foreignRun) = (await server.FillAsync(TeamA), await server.FillAsync(TeamB));
        (string Name, string Header)[] roles = [("read", (await server.MakeKeyAsync(TeamA, "read")).ToString()), ("lead", Lead.ToString())];
        var before = await SnapshotAsync(server, foreignRun);
        var (own, wrong) = (0, new List<string>());

        foreach (var method in typeof(TrackingServiceMethods).GetProperties(BindingFlags.Public | BindingFlags.Static))
        {
            foreach (var (role, header) in roles)
            {
                var there = await AskAsync(TeamB);
                var notThere = await AskAsync(Unknown);
                var (status, text) = await AskAsync(null);
                own += text.Contains("ours", StringComparison.Ordinal) ? 1 : 0;
                var what = text.Contains(GuardedServer.Secret, StringComparison.OrdinalIgnoreCase) ? "tells what is in another"
                    : there.Status != (role == "lead" ? GrpcStatusCode.NotFound : GrpcStatusCode.PermissionDenied) ? "passes into another workspace"
                    : there != notThere ? "tells whether a workspace is there"
                    : null;
                if (what is not null)
                {
                    wrong.Add($"{role} {method.Name}: {what} ({status}, {there}, {notThere})");
                }

                async Task<(GrpcStatusCode Status, string Text)> AskAsync(string? workspace)
                {
                    var answer = await GrpcAccessTests.CallAsync(server.Server.Grpc, method, header, Shared, OtlpSamples.TraceIdText(1), foreignRun, workspace);
                    return (answer.Status, workspace is null ? answer.Text : answer.Text.Replace(workspace, "it", StringComparison.Ordinal));
                }
            }
        }

        wrong.ShouldBeEmpty();
        own.ShouldBeGreaterThan(5);
        (await SnapshotAsync(server, foreignRun)).ShouldBe(before);
    }

    private static async Task<string> SnapshotAsync(WorkspaceServer server, string run)
    {
        var texts = new List<string>();
        foreach (var path in new[]
        {
            $"/api/2.0/mlflow/experiments/get?experiment_id={Shared}", $"/api/2.0/mlflow/runs/get?run_id={run}", $"/api/3.0/mlflow/traces/{OtlpSamples.TraceIdText(1)}",
            $"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={OtlpSamples.TraceIdText(1)}", "/api/2.0/mlflow/experiments/search?max_results=100&view_type=ALL",
        })
        {
            var (status, text) = await server.GetAsync(path, GuardedServer.Admin, TeamB);
            status.ShouldBe(200, path + text);
            texts.Add(text);
        }

        return string.Join('\n', texts);
    }
}
