namespace OtelBridge.TestSupport.Packaging;

/// <summary>The SDK as it is published: packed from what the solution has built, into a folder that serves as a package source.</summary>
public sealed class PackedSdk : IDisposable
{
    private readonly TemporaryFolder _folder;

    private PackedSdk(TemporaryFolder folder, string version)
    {
        _folder = folder;
        Version = version;
    }

    /// <summary>A version of its own, so that no cache knows it.</summary>
    public string Version { get; }

    public string Folder => _folder.Path;

    public string Package => _folder.File($"OtelBridge.{Version}.nupkg");

    /// <summary>Packs the SDK with its contracts, and the packages that stand on it.</summary>
    /// <param name="further">Their projects: <c>OtelBridge.GenAI</c>.</param>
    public static async Task<PackedSdk> PackAsync(params string[] further)
    {
        var packed = new PackedSdk(new TemporaryFolder(), $"0.1.0-test.{Guid.NewGuid():N}");
        foreach (var project in (string[])["OtelBridge", .. further])
        {
            await DotNet.RunAsync(
                RepositoryFolder.Root,
                [
                    "pack", RepositoryFolder.File("src", project), "--no-build", "-c", DotNet.Configuration,
                    "-o", packed.Folder, $"-p:PackageVersion={packed.Version}",
                ]);
        }

        return packed;
    }

    public void Dispose() => _folder.Dispose();
}
