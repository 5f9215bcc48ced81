using OtelBridge.TestSupport;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>A running store, to which the tests of a collection send their traces, each into an experiment of its own.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    public ServerUnderTest Server { get; private set; } = null!; // Set before the first test.

    public async Task InitializeAsync() => Server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
