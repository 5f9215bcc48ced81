namespace OtelBridge.TestSupport.Packaging;

/// <summary>Projects in a folder outside of the solution, which get the SDK from its packages.</summary>
public sealed class OutsideFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes the folder.</summary>
    /// <param name="sdk">The packages.</param>
    /// <param name="sources">What is copied into it: a path inside of the repository.</param>
    public OutsideFolder(PackedSdk sdk, params string[] sources)
    {
        ArgumentNullException.ThrowIfNull(sdk);
        var from = RepositoryFolder.File(sources);
        foreach (var source in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = File(System.IO.Path.GetRelativePath(from, source));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(source, copy);
        }

        System.IO.File.WriteAllText(File("NuGet.config"), Sources(sdk.Folder));
    }

    public string Path => _folder.Path;

    public string File(string path) => _folder.File(path);

    public void Dispose() => _folder.Dispose();

    // The packages alone are taken from the new folder, and kept in one that goes with the test. What they depend on was restored with the solution.
    private static string Sources(string packages) => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="packages" />
          </config>
          <fallbackPackageFolders>
            <clear />
            <add key="solution" value="{RestoredPackages()}" />
          </fallbackPackageFolders>
          <packageSources>
            <clear />
            <add key="packed" value="{packages}" />
          </packageSources>
        </configuration>
        """;

    private static string RestoredPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
