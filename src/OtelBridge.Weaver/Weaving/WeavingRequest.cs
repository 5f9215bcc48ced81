namespace OtelBridge.Weaver.Weaving;

/// <summary>What to weave, and what it was compiled against.</summary>
internal sealed class WeavingRequest
{
    public WeavingRequest(string assemblyPath, IReadOnlyList<string> references, string? keyFile = null)
    {
        AssemblyPath = assemblyPath;
        References = references;
        KeyFile = keyFile;
    }

    /// <summary>The assembly file, as the compiler wrote it.</summary>
    public string AssemblyPath { get; }

    /// <summary>Paths of the assemblies that it was compiled against.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The strong-name key that the assembly is signed with; none when it is not signed.</summary>
    public string? KeyFile { get; }
}
