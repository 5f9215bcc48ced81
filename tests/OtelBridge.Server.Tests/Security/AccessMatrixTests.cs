using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Server.Tests.Security;

/// <summary>Every endpoint of the route table, asked by everybody for what is theirs and what is not. A route that is added is asked as well.</summary>
public sealed class AccessMatrixTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task Endpoints_EveryOne_HasARule()
    {
        await using var server = await GuardedServer.StartAsync();

        var open = server.Server.Server.Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null).Select(static endpoint => endpoint.DisplayName);

        open.ShouldBeEmpty();
        server.Server.Server.Endpoints.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Everybody_GetsWhatTheirScopesAndExperimentsAllow_AndNothingOfOthers()
    {
        await using var server = await GuardedServer.StartAsync();
        (await AskAllAsync(server, await RolesAsync(server))).ShouldBeGreaterThan(1000);
    }

    // Who lacks a scope never comes as far as the store; so here asks who may do most.
    [Fact]
    public async Task OnPostgres_WhoManagesOneExperiment_GetsAndChangesNothingOfOthers()
    {
        await using var server = await GuardedServer.StartAsync(on: TestStore.Postgres);
        (await AskAllAsync(server, [(await RolesAsync(server))[^1]])).ShouldBeGreaterThan(200);
    }

    private static async Task<(string Name, AccessScopes Scopes, AuthenticationHeaderValue? Credentials)[]> RolesAsync(GuardedServer server) =>
    [
        ("nobody", AccessScopes.None, null),
        ("ingest key", AccessScopes.Ingest, GuardedServer.Bearer(await server.MakeKeyAsync(["ingest"], [server.Own]))),
        ("read key", AccessScopes.Read, GuardedServer.Bearer(await server.MakeKeyAsync(["read"], [server.Own]))),
        ("write key", AccessScopes.Write, GuardedServer.Bearer(await server.MakeKeyAsync(["write"], [server.Own]))),
        ("manager", AccessScopes.Ingest | AccessScopes.Read | AccessScopes.Write, GuardedServer.Manager),
    ];

    // Every endpoint, by each of some roles, for what is theirs and what is not; gives how often it asked.
    private static async Task<int> AskAllAsync(GuardedServer server, (string Name, AccessScopes Scopes, AuthenticationHeaderValue? Credentials)[] roles)
    {
        var (ownTrace, ownRun) = await server.FillAsync(server.Own);
        var (foreignTrace, foreignRun) = await server.FillAsync(server.Foreign);
        var (own, foreign) = (new Place(server.Own, ownTrace, ownRun), new Place(server.Foreign, foreignTrace, foreignRun));
        var before = await SnapshotAsync(server, foreign);

        var (asked, wrong) = (0, new List<string>());
        foreach (var (endpoint, method, scopes, base_) in Asked(server))
        {
            foreach (var (role, has, credentials) in roles)
            {
                foreach (var place in new[] { foreign, own })
                {
                    asked++;
                    var (status, text) = await AskAsync(server, base_, endpoint, method, place, credentials);
                    if (Find(status, text, scopes, has, role, place == foreign) is { } what)
                    {
                        wrong.Add($"{role} {method} {endpoint.RoutePattern.RawText} of {(place == foreign ? "others" : "theirs")}: {what} ({status})");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
        (await SnapshotAsync(server, foreign)).ShouldBe(before);
        return asked;
    }

    internal static string? Find(int status, string text, AccessScopes needed, AccessScopes has, string role, bool isForeign)
    {
        if (needed == AccessScopes.None)
        {
            return text.Contains(GuardedServer.Secret, StringComparison.OrdinalIgnoreCase) ? "tells everybody" : null;
        }

        if (role == "nobody")
        {
            return status == 401 ? null : "is not asked who they are";
        }

        if ((needed & has) == AccessScopes.None)
        {
            return status == 403 ? null : "passes without the scope";
        }

        if (status is 401 or 500)
        {
            return "fails";
        }

        return isForeign && text.Contains(GuardedServer.Secret, StringComparison.OrdinalIgnoreCase) ? "tells what is others'" : null;
    }

    // Each method that an endpoint has a scope for; its own address is that of the listener which it answers on.
    internal static IEnumerable<(RouteEndpoint Endpoint, string Method, AccessScopes Scopes, Uri Base)> Asked(GuardedServer server)
    {
        var (http, all) = (server.Server, server.Server.Server);
        foreach (var endpoint in all.Endpoints.OfType<RouteEndpoint>())
        {
            var listener = endpoint.Metadata.GetMetadata<ListenerMetadata>()!.Roles;
            var allowed = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
            if (listener == ListenerRole.Grpc)
            {
                continue; // messages of their own: GrpcAccessTests
            }

            var address = listener.HasFlag(ListenerRole.Http) ? http.HttpAddress : listener.HasFlag(ListenerRole.OtlpHttp) ? http.OtlpHttpAddress
                : listener.HasFlag(ListenerRole.Jaeger) ? all.JaegerAddress! : all.ZipkinAddress!;
            foreach (var method in Methods.Where(method => allowed is null || allowed.Contains(method)))
            {
                var context = new DefaultHttpContext { Request = { Method = method, Path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/') } };
                var scopes = endpoint.Metadata.GetMetadata<AccessRule>()!.ScopesOf(context);
                yield return (endpoint, method, scopes, address);
            }
        }
    }

    internal static async Task<(int Status, string Text)> AskAsync(
        GuardedServer server, Uri address, RouteEndpoint endpoint, string method, Place place, AuthenticationHeaderValue? credentials, string? workspace = null)
    {
        var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => place.Value(parameter.Name, endpoint.RoutePattern.RawText!),
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => string.Empty,
        }))));
        using var body = method == "GET" ? null : new StringContent(place.Body.ToJsonString(), Encoding.UTF8, "application/json");
        return await server.SendAsync(HttpMethod.Parse(method), new Uri(address, $"/{path}?{place.Query}"), credentials, body, workspace);
    }

    private static async Task<string> SnapshotAsync(GuardedServer server, Place place)
    {
        var texts = new List<string>();
        foreach (var path in new[]
        {
            $"/api/2.0/mlflow/experiments/get?experiment_id={place.Experiment}", $"/api/2.0/mlflow/runs/get?run_id={place.Run}", $"/api/3.0/mlflow/traces/{place.Trace}",
            $"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={place.Trace}",
        })
        {
            var (status, text) = await server.GetAsync(path, GuardedServer.Admin);
            status.ShouldBe(200, path);
            texts.Add(text);
        }

        return string.Join('\n', texts);
    }

    internal sealed record Place(string Experiment, string Trace, string Run)
    {
        public string Workspace { get; init; } = "default";

        public string Query => $"experiment_id={Experiment}&experiment_ids={Experiment}&experiment={Experiment}&trace_id={Trace}&request_id={Trace}&trace_ids={Trace}&run_id={Run}&run_uuid={Run}"
            + $"&max_results=10&metric_key=m&experiment_name=theirs&traceIds={Trace[3..]}&service=x&username=admin&q={GuardedServer.Secret[..4]}&path=traces.json";

        public JsonObject Body => new()
        {
            ["experiment_id"] = Experiment,
            ["experiment_ids"] = new JsonArray(Experiment),
            ["trace_id"] = Trace,
            ["request_id"] = Trace,
            ["trace_ids"] = new JsonArray(Trace),
            ["request_ids"] = new JsonArray(Trace),
            ["run_id"] = Run,
            ["run_uuid"] = Run,
            ["key"] = "planted",
            ["value"] = "planted",
            ["name"] = $"planted {Guid.NewGuid():n}",
            ["new_name"] = $"planted {Guid.NewGuid():n}",
            ["max_results"] = 10,
            ["max_timestamp_millis"] = 9_000_000_000_000L,
            ["timestamp_ms"] = 1,
            ["username"] = "admin",
            ["permission"] = "READ",
            ["locations"] = new JsonArray(new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = Experiment } }),
            ["trace"] = new JsonObject
            {
                ["trace_info"] = new JsonObject
                {
                    ["trace_id"] = Trace,
                    ["trace_location"] = new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = Experiment } },
                    ["request_time"] = "2025-01-01T00:00:00Z",
                    ["state"] = "ERROR",
                },
            },
            ["assessment"] = new JsonObject { ["assessment_name"] = "planted", ["trace_id"] = Trace, ["feedback"] = new JsonObject { ["value"] = true } },
        };

        public string Value(string parameter, string route) => parameter switch
        {
            "id" when route.Contains("runs", StringComparison.Ordinal) => Run,
            "id" when route.Contains("experiments", StringComparison.Ordinal) => Experiment,
            "experiment_id" or "experimentId" => Experiment,
            "workspace_name" => Workspace,
            "username" => "admin",
            "run_id" or "runId" => Run,
            _ when route.Contains("/api/v", StringComparison.Ordinal) || route.StartsWith("/api/traces", StringComparison.Ordinal) => Trace[3..],
            _ => Trace,
        };
    }
}
