using OtelBridge.TestSupport.Identity;

namespace OtelBridge.Interop.Tests.Identity;

/// <summary>One provider for the tests of a class, which run one after the other.</summary>
public sealed class SharedProvider : IAsyncLifetime
{
    internal IdentityProvider Provider { get; private set; } = null!; // started before the first test

    public async Task InitializeAsync() => Provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await Provider.DisposeAsync();
}
