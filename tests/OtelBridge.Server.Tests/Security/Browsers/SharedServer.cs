namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>One server for the tests of a class: each has people, keys and browsers of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal GuardedServer Guarded { get; private set; } = null!;

    public async Task InitializeAsync() => Guarded = await GuardedServer.StartAsync();

    public async Task DisposeAsync() => await Guarded.DisposeAsync();
}
