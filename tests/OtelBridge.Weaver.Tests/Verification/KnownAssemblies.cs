using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Finds the assemblies of the running process, and those that it is given.</summary>
internal sealed class KnownAssemblies : IAssemblyResolver
{
    // Read once for all that is verified, since they are large and stay as they are. The tests of this project run one after the other.
    private static readonly KnownAssemblies OfProcess = new(Compilation.References, null);

    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    // Bounded by the paths above.
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.OrdinalIgnoreCase);

    private readonly KnownAssemblies? _others;

    public KnownAssemblies(IEnumerable<string> paths)
        : this(paths, OfProcess)
    {
    }

    private KnownAssemblies(IEnumerable<string> paths, KnownAssemblies? others)
    {
        _others = others;
        foreach (var path in paths)
        {
            _paths[Path.GetFileNameWithoutExtension(path)] = path;
        }
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (_read.TryGetValue(name.Name, out var assembly))
        {
            return assembly;
        }

        if (!_paths.TryGetValue(name.Name, out var path))
        {
            return _others?.Resolve(name, parameters) ?? throw new AssemblyResolutionException(name);
        }

        return _read[name.Name] = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this });
    }

    public void Dispose()
    {
        foreach (var assembly in _read.Values)
        {
            assembly.Dispose();
        }
    }
}
