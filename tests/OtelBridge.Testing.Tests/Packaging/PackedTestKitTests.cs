using System.IO.Compression;
using System.Xml.Linq;
using OtelBridge.TestSupport.Packaging;

namespace OtelBridge.Testing.Tests.Packaging;

/// <summary>The test kit as users have it: a test project outside of the solution, restored from the packages.</summary>
public sealed class PackedTestKitTests
{
    [Fact]
    public async Task TestsOfAUser_WithThePackages_Pass()
    {
        using var sdk = await PackedSdk.PackAsync("OtelBridge.GenAI", "OtelBridge.Testing");
        DependenciesOnUs(sdk).ShouldBe(
            [.. Enumerable.Repeat($"[{sdk.Version}]", 3)], "the packages see each other's internals: another version would fail while a program runs");
        using var folder = new OutsideFolder(sdk, "tests", "OtelBridge.Testing.Tests", "Packaging", "Outside");

        var (exitCode, lines) = await DotNet.TryAsync(folder.File("WeatherTests"), ["test", "-c", "Debug", "-nodeReuse:false", $"-p:OtelBridgeVersion={sdk.Version}"]);

        exitCode.ShouldBe(0, string.Join('\n', lines));
        lines.ShouldContain(line => line.Contains("Passed!", StringComparison.Ordinal) && line.Contains("Failed:     0, Passed:     3,", StringComparison.Ordinal));
    }

    // OtelBridge on its contracts, and both that stand on it.
    private static IEnumerable<string> DependenciesOnUs(PackedSdk sdk) =>
        from package in Directory.GetFiles(sdk.Folder, "*.nupkg")
        from dependency in Manifest(package).Descendants().Where(static e => e.Name.LocalName == "dependency")
        where dependency.Attribute("id")!.Value.StartsWith("OtelBridge", StringComparison.Ordinal)
        select dependency.Attribute("version")!.Value;

    private static XDocument Manifest(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        using var manifest = archive.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(manifest);
    }
}
