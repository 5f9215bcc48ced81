namespace OtelBridge.GenAI.Tests;

/// <summary>Tests that trace this process: every tracing of a process hears every span of it, so they run alone. They share one store.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracingCollection : ICollectionFixture<Packages.StoreFixture>
{
    public const string Name = "tracing of this process";
}
