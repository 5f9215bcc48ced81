namespace OtelBridge.Testing.Tests.Capturing;

/// <summary>Tests that look at the whole process: one after the other, and beside no others, since spans without a capture would be theirs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
