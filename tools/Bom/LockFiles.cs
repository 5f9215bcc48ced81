using System.Text.Json;

namespace OtelBridge.Bom;

/// <summary>Reads every <c>packages.lock.json</c> of the repository.</summary>
public static class LockFiles
{
    /// <summary>The name of a lock file.</summary>
    public const string Name = "packages.lock.json";

    private static readonly string[] Folders = ["src", "tests", "examples", "tools"];

    /// <summary>Finds the lock files.</summary>
    public static IEnumerable<string> Find(string repository) =>
        Folders.Select(folder => Path.Combine(repository, folder)).Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateDirectories(folder)).Select(static project => Path.Combine(project, Name)).Where(File.Exists)
            .Order(StringComparer.Ordinal);

    /// <summary>Reads all packages, each version once, in the order of their names.</summary>
    public static IReadOnlyList<LockedPackage> Read(string repository)
    {
        var packages = new SortedDictionary<string, LockedPackage>(StringComparer.OrdinalIgnoreCase); // bounded by the lock files
        foreach (var file in Find(repository))
        {
            var isShipped = Path.GetRelativePath(repository, file).StartsWith("src", StringComparison.Ordinal);
            foreach (var package in Read(file, isShipped))
            {
                packages[package.Purl] = packages.TryGetValue(package.Purl, out var known) ? known with { IsShipped = known.IsShipped || isShipped } : package;
            }
        }

        return [.. packages.Values];
    }

    // { "version": 2, "dependencies": { "net10.0": { "Npgsql": { "type": "Direct", "resolved": "10.0.0", "contentHash": "…", "dependencies": { "…": "…" } } } } }
    private static IEnumerable<LockedPackage> Read(string file, bool isShipped)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            foreach (var package in framework.Value.EnumerateObject())
            {
                // Projects of the repository have no version.
                if (package.Value.TryGetProperty("resolved", out var version))
                {
                    yield return new LockedPackage(
                        package.Name,
                        version.GetString()!,
                        package.Value.GetProperty("contentHash").GetString()!,
                        isShipped,
                        package.Value.TryGetProperty("dependencies", out var dependencies) ? [.. dependencies.EnumerateObject().Select(static item => item.Name)] : []);
                }
            }
        }
    }
}
