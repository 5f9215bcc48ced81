namespace OtelBridge.Server.Tests.Workspaces;

/// <summary>A server with workspaces for the tests of a class.</summary>
public sealed class WorkspaceFixture : IAsyncLifetime
{
    internal WorkspaceServer Server { get; private set; } = null!; // started before the first test

    public async Task InitializeAsync() => Server = await WorkspaceServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
