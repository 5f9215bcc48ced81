using System.Security.Cryptography;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests.Packaging;

/// <summary>Two fresh projects outside of the solution: a signed library that uses the package, and a program that uses the library.</summary>
internal sealed class OutsideProjects : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PackedSdk _sdk;

    public OutsideProjects(PackedSdk sdk)
    {
        _sdk = sdk;
        var sources = RepositoryFolder.File("tests", "OtelBridge.Weaver.Tests", "Packaging", "Outside");
        foreach (var source in Directory.GetFiles(sources, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.File(Path.GetRelativePath(sources, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }

        File.WriteAllText(_folder.File("NuGet.config"), Sources(sdk.Folder));
        using var key = new RSACryptoServiceProvider(2048);
        File.WriteAllBytes(_folder.File("key.snk"), key.ExportCspBlob(includePrivateParameters: true));
    }

    /// <summary>What the compiler wrote for those that reference the library: never woven.</summary>
    public string LibraryReferenceAssembly => _folder.File("Library/obj/Debug/net10.0/ref/Library.dll");

    public string LibraryAssembly => _folder.File("Library/obj/Debug/net10.0/Library.dll");

    public string ProgramAssembly => _folder.File("App/obj/Debug/net10.0/App.dll");

    public string Source(string file) => _folder.File(file);

    /// <summary>Builds both projects and gives what the build printed.</summary>
    public Task<IReadOnlyList<string>> BuildAsync(params string[] options) =>
        DotNet.RunAsync(_folder.File("App"), ["build", "-c", "Debug", "-nodeReuse:false", $"-p:OtelBridgeVersion={_sdk.Version}", .. options]);

    /// <summary>Runs the program and gives what it printed.</summary>
    public Task<IReadOnlyList<string>> RunAsync() => DotNet.RunAsync(_folder.Path, [_folder.File("App/bin/Debug/net10.0/App.dll")]);

    public void Dispose() => _folder.Dispose();

    // The package alone is taken from the new folder, and kept in one that goes with the test. What it depends on was restored with the solution.
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
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
