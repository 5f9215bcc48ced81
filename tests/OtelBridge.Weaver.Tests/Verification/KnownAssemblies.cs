using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Finds the assemblies of the running process, and those that it is given.</summary>
internal sealed class KnownAssemblies : IAssemblyResolver
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    // Bounded by the paths above.
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.OrdinalIgnoreCase);

    public KnownAssemblies(IEnumerable<string> paths)
    {
        var ofProcess = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        foreach (var path in (IEnumerable<string>)[.. ofProcess, .. paths])
        {
            _paths[Path.GetFileNameWithoutExtension(path)] = path;
        }
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (!_read.TryGetValue(name.Name, out var assembly))
        {
            if (!_paths.TryGetValue(name.Name, out var path))
            {
                throw new AssemblyResolutionException(name);
            }

            _read[name.Name] = assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this });
        }

        return assembly;
    }

    public void Dispose()
    {
        foreach (var assembly in _read.Values)
        {
            assembly.Dispose();
        }
    }
}
