using System.Text.Json;
using OtelBridge.Bom;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Architecture;

/// <summary>What is restored is locked, and stands in the bill of materials.</summary>
public sealed class SupplyChainTests
{
    [Fact]
    public void Projects_HaveALockFile()
    {
        var projects = ((string[])["src", "tests", "examples", "tools"]).SelectMany(static folder => Directory.GetDirectories(RepositoryFolder.File(folder)))
            .Where(static folder => Directory.EnumerateFiles(folder, "*.csproj").Any());

        projects.Where(static folder => !File.Exists(Path.Combine(folder, LockFiles.Name))).ShouldBeEmpty();
    }

    [Fact]
    public void BillOfMaterials_HasEveryPackage_ThatWasRestored()
    {
        using var bill = JsonDocument.Parse(BillOfMaterials.Write("1.2.3", LockFiles.Read(RepositoryFolder.Root)));

        var listed = bill.RootElement.GetProperty("components").EnumerateArray()
            .ToDictionary(static component => component.GetProperty("purl").GetString()!.ToUpperInvariant(), static component => component, StringComparer.Ordinal);
        listed.Values.Where(static component => component.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length != 128).ShouldBeEmpty();
        var restored = LockFiles.Find(RepositoryFolder.Root).Select(static file => Path.Combine(Path.GetDirectoryName(file)!, "obj", "project.assets.json")).Where(File.Exists)
            .SelectMany(RestoredPackages).Distinct().ToList();
        restored.Count.ShouldBeGreaterThan(20);
        restored.Where(package => !listed.ContainsKey($"pkg:nuget/{package.Replace('/', '@')}".ToUpperInvariant())).ShouldBeEmpty();
        listed[$"pkg:nuget/{restored.First(static package => package.StartsWith("Npgsql/", StringComparison.Ordinal)).Replace('/', '@')}".ToUpperInvariant()]
            .GetProperty("scope").GetString().ShouldBe("required");
    }

    [Fact]
    public void BillOfMaterials_OfTheSameLockFiles_IsTheSame() =>
        BillOfMaterials.Write("1.2.3", LockFiles.Read(RepositoryFolder.Root)).ShouldBe(BillOfMaterials.Write("1.2.3", LockFiles.Read(RepositoryFolder.Root)));

    // { "libraries": { "Npgsql/10.0.0": { "type": "package", … } } }: what NuGet has really taken, beside the lock files.
    private static IEnumerable<string> RestoredPackages(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(static library => library.Value.GetProperty("type").GetString() == "package").Select(static library => library.Name)];
    }
}
