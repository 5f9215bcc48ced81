namespace OtelBridge.Interop.Tests;

/// <summary>Tests that trace this process, or change what holds for it: every tracing of a process hears every span of it, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracingCollection
{
    public const string Name = "tracing of this process";
}
