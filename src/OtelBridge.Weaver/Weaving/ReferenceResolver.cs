using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Finds assemblies among the files that the woven one was compiled against.</summary>
internal sealed class ReferenceResolver : IAssemblyResolver
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    // At most one for each reference.
    private readonly Dictionary<string, AssemblyDefinition?> _open = new(StringComparer.OrdinalIgnoreCase);

    public ReferenceResolver(IEnumerable<string> references)
    {
        foreach (var path in references)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!_paths.ContainsKey(name))
            {
                _paths.Add(name, path);
            }
        }
    }

    public AssemblyDefinition? Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (!_open.TryGetValue(name.Name, out var assembly))
        {
            assembly = _paths.TryGetValue(name.Name, out var path) ? Open(path) : null;
            _open.Add(name.Name, assembly);
        }

        return assembly;
    }

    public void Dispose()
    {
        foreach (var assembly in _open.Values)
        {
            assembly?.Dispose();
        }
    }

    private AssemblyDefinition? Open(string path)
    {
        try
        {
            return AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this });
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
