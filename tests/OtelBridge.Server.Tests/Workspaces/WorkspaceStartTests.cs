using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Health;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Retention;
using OtelBridge.Server.Security;
using OtelBridge.Server.Tests.Hosting;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Workspaces;

/// <summary>How workspaces are declared and opened, and what the server does in all of them by itself.</summary>
public sealed class WorkspaceStartTests
{
    [Theory]
    [InlineData("Team A", "sqlite:{0}/a.db", "'Team A' is not the name of a workspace; write 2 to 63 lower-case letters")]
    [InlineData("api", "sqlite:{0}/a.db", "'api' is not the name of a workspace")]
    [InlineData("default", "sqlite:{0}/a.db", "The workspace 'default' is the store of --store")]
    [InlineData("team-a", "sqlite:{0}/main.db", "The workspaces 'default' and 'team-a' have one address")]
    [InlineData("team-a", "oracle:secret", "The workspace 'team-a': 'oracle:' is not the address of a store")]
    public async Task Start_WithAWorkspaceThatCannotBe_SaysWhy(string name, string address, string message)
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        options.Workspaces[name] = address.Replace("{0}", folder.Path, StringComparison.Ordinal);

        var fault = await Should.ThrowAsync<InvalidOperationException>(OtelBridgeServer.StartAsync(options));

        fault.Message.ShouldContain(message);
        fault.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Start_WithoutAuthentication_HasNoWorkspaces()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        (options.Access.IsRequired, options.Workspaces["team-a"]) = (false, $"sqlite:{folder.File("a.db")}");

        (await Should.ThrowAsync<InvalidOperationException>(OtelBridgeServer.StartAsync(options))).Message.ShouldContain("Workspaces need --auth");
    }

    [Fact]
    public async Task Start_WithAStoreThatCannotBeOpened_NamesItsWorkspace_AndLeavesTheOthersClosed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("b.db"), new string('x', 5000));
        var options = Options(folder);
        (options.Workspaces["team-a"], options.Workspaces["team-b"]) = ($"sqlite:{folder.File("a.db")}", $"sqlite:{folder.File("b.db")}");

        var fault = await Should.ThrowAsync<StoreException>(OtelBridgeServer.StartAsync(options));

        fault.Message.ShouldStartWith("The workspace 'team-b': ");
        options.Workspaces.Remove("team-b");
        await using var again = await OtelBridgeServer.StartAsync(options); // a file that is open is refused
        again.WorkspaceDescriptions.ShouldHaveSingleItem().Workspace.ShouldBe("team-a");
    }

    [Fact]
    public async Task Start_WithOneStoreUnderTwoAddresses_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        options.Workspaces["team-a"] = $"sqlite:{folder.Path}/./main.db";

        (await Should.ThrowAsync<StoreException>(OtelBridgeServer.StartAsync(options))).Message.ShouldContain("team-a");
    }

    [Fact]
    public async Task Start_WithOneDatabaseUnderTwoAddresses_IsRefused()
    {
        await using var store = await TestSupport.Stores.TestStore.MakeAsync(TestSupport.Stores.TestStore.Postgres);
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        (options.Store, options.Workspaces["team-a"]) = (store.Address, store.Address + ";Application Name=other");

        (await Should.ThrowAsync<StoreException>(OtelBridgeServer.StartAsync(options))).Message.ShouldContain("The workspaces 'default' and 'team-a' have one store");
    }

    [Fact]
    public void List_HasConnectionStringsAmongItsEntries()
    {
        WorkspaceDeclarations.Split("team-a=postgres:Host=db;Database=a;\n team-b=sqlite:b.db;team-c=postgresql://u:p@db/c?x=1;").ShouldBe(
            ["team-a=postgres:Host=db;Database=a", "team-b=sqlite:b.db", "team-c=postgresql://u:p@db/c?x=1"]);
        WorkspaceDeclarations.Split("nonsense").ShouldBe(["nonsense"]);
    }

    [Fact]
    public async Task Command_DeclaresWorkspaces_AndListsWhatIsWrong()
    {
        var result = await OtelBridgeCommand.RunAsync(
            new Dictionary<string, string?>(), "serve", "--auth", "--workspace", "team-a", "--workspace", "b!=sqlite:b.db", "--workspace", "aa=sqlite:a.db", "--workspace", "aa=sqlite:b.db");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("--workspace: a workspace is declared as NAME=ADDRESS");
        result.Error.ShouldContain("--workspace: 'b!' is not the name of a workspace");
        result.Error.ShouldContain("--workspace: the workspace 'aa' is declared twice");
    }

    [Fact]
    public async Task Retention_SweepsEveryWorkspace()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        (options.Workspaces["team-a"], options.Workspaces["team-b"]) = ($"sqlite:{folder.File("a.db")}", $"sqlite:{folder.File("b.db")}");
        var workspaces = await OpenWorkspaces.OpenAsync(options, CancellationToken.None);
        foreach (var workspace in workspaces)
        {
            await new TraceIngestor(workspace.Store).IngestAsync(Request(Span(1, 1)), null, CancellationToken.None);
        }

        using var retention = new RetentionService(new WholeStore(workspaces), new RetentionLimits(TimeSpan.FromDays(7), null), TimeProvider.System, NullLogger<RetentionService>.Instance);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await retention.StartAsync(CancellationToken.None);
        while (workspaces.Any(static workspace => workspace.Sweeps.Read().Last is null))
        {
            patience.Token.ThrowIfCancellationRequested(); // the sweeps run beside each other and this test
            await Task.Yield();
        }

        await retention.StopAsync(CancellationToken.None);
        workspaces.Select(static workspace => (workspace.Name, workspace.Sweeps.Read().TooOld)).ShouldBe([("default", 1), ("team-a", 1), ("team-b", 1)]);
        await OpenWorkspaces.CloseAsync(workspaces);
    }

    [Fact]
    public async Task Store_OfAWorkspaceThatIsAway_LeavesTheServerReady()
    {
        var (main, other) = (new ScriptedTraceStore(), new ScriptedTraceStore { OnFind = static _ => throw new StoreUnavailableException("The disk is full.") });
        var whole = new WholeStore([Of("default", main), Of("team-a", other)]);
        var readiness = new Readiness(whole, new RequestMemory(new OtelBridgeServerLimits()), TimeProvider.System, NullLogger<Readiness>.Instance);

        (await readiness.FindFaultAsync()).ShouldBeNull();

        (readiness.OthersMissing, readiness.Others).ShouldBe((1, 1));

        static Workspace Of(string name, ITraceStore store) => new(name, store, new IntakeLedger(), new SweepLedger());
    }

    [Fact]
    public async Task Server_WithoutWorkspaces_LetsInNobodyOfOne()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder);
        AuthenticationHeaderValue key;
        await using (var before = await GuardedServer.StartAsync(set => (set.Store, set.Workspaces["team-a"]) = (options.Store, $"sqlite:{folder.File("a.db")}")))
        {
            key = GuardedServer.Bearer((string)(await before.PostAsync("/api/3.0/otelbridge/keys", new { name = "k", scopes = new[] { "read" }, workspace = "team-a" }))["secret"]!);
            using var member = JsonContent.Create(new { permission = "MANAGE" });
            await before.SendAsync(HttpMethod.Put, new Uri(before.Server.HttpAddress, "/api/3.0/otelbridge/workspaces/team-a/members/manager"), GuardedServer.Admin, member);
            await before.PostAsync("/api/2.0/mlflow/users/create", new { username = "ada", password = GuardedServer.ManagerPassword });
            using var again = JsonContent.Create(new { permission = "MANAGE" });
            await before.SendAsync(HttpMethod.Put, new Uri(before.Server.HttpAddress, "/api/3.0/otelbridge/workspaces/team-a/members/ada"), GuardedServer.Admin, again);
        }

        await using var server = await ServerUnderTest.StartAsync(set => (set.Store, set.Access.IsRequired) = (options.Store, true));

        (await AskAsync(key, null)).ShouldBe((403, true));
        (await AskAsync(GuardedServer.Admin, "team-a")).ShouldBe((404, false));
        (await AskAsync(GuardedServer.Admin, "default")).ShouldBe((200, false));
        (await AskAsync(GuardedServer.Admin, null)).ShouldBe((200, false));
        (await AskAsync(GuardedServer.Manager, null)).ShouldBe((200, false)); // who has an experiment of the default one as well
        (await AskAsync(GuardedServer.Basic("ada", GuardedServer.ManagerPassword), null)).ShouldBe((403, false));

        async Task<(int Status, bool SaysWhy)> AskAsync(AuthenticationHeaderValue who, string? workspace)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/2.0/mlflow/experiments/search?max_results=10") { Headers = { Authorization = who } };
            if (workspace is not null)
            {
                request.Headers.Add("X-MLFLOW-WORKSPACE", workspace);
            }

            using var answer = await server.Http.SendAsync(request);
            return ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("of a workspace that this server does not have now", StringComparison.Ordinal));
        }
    }

    private static OtelBridgeServerOptions Options(TemporaryFolder folder)
    {
        var options = new OtelBridgeServerOptions
        {
            Store = $"sqlite:{folder.File("main.db")}",
            Grpc = ListenAddress.AnyLoopbackPort,
            OtlpHttp = null,
            Http = null,
        };
        (options.Access.IsRequired, options.Access.AdminPassword) = (true, GuardedServer.AdminPassword);
        return options;
    }
}
