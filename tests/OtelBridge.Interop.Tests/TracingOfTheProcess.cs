namespace OtelBridge.Interop.Tests;

/// <summary>Tests that start the tracing of this process, of which there is one.</summary>
[CollectionDefinition(nameof(TracingOfTheProcess), DisableParallelization = true)]
public sealed class TracingOfTheProcess;
