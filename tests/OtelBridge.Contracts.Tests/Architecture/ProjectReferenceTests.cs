using System.Xml.Linq;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Architecture;

/// <summary>The arrows between the rooms, read from the project files. The two sides (SDK and store) meet only in Contracts.</summary>
public sealed class ProjectReferenceTests
{
    // What each project may use. A package ending in * stands for every package that begins so.
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["OtelBridge.Contracts"] = ([], ["Google.Protobuf", "Grpc.Tools"]),
        // The weaver is built with the SDK and packed into its package; the SDK does not reference it.
        ["OtelBridge"] = (["OtelBridge.Contracts", "OtelBridge.Weaver"], ["OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "Microsoft.Extensions.*"]),
        ["OtelBridge.GenAI"] = (["OtelBridge"], ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"]),
        ["OtelBridge.Testing"] = (["OtelBridge"], ["Microsoft.Extensions.AI.Abstractions"]),
        ["OtelBridge.Weaver"] = ([], ["Mono.Cecil", "Microsoft.Build.Utilities.Core"]),
        ["OtelBridge.Store"] = (["OtelBridge.Contracts"], ["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3", "Npgsql"]),
        ["OtelBridge.Web"] = (["OtelBridge.Contracts", "OtelBridge.Store"], ["Markdig", "DiffPlex"]),
        ["OtelBridge.Server"] = (["OtelBridge.Contracts", "OtelBridge.Store", "OtelBridge.Web"], ["Microsoft.AspNetCore.Authentication.OpenIdConnect", "System.CommandLine", "Spectre.Console", "Grpc.Tools"]),
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(RepositoryFolder.File("src")).Select(folder => new DirectoryInfo(folder).Name).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_AreThoseOfTheArchitecture(string project)
    {
        Allowed.ShouldContainKey(project, "A new project needs its arrows written down here and in docs/architecture.md.");
        var file = XDocument.Load(RepositoryFolder.File($"src/{project}/{project}.csproj"));

        var projects = Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        var packages = Includes(file, "PackageReference");

        projects.ShouldBeSubsetOf(Allowed[project].Projects);
        packages.Where(package => !Allowed[project].Packages.Any(allowed => Matches(allowed, package))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Includes(XDocument file, string item) =>
        file.Descendants(item).Select(element => element.Attribute("Include")!.Value);

    private static bool Matches(string allowed, string package) => allowed.EndsWith('*')
        ? package.StartsWith(allowed[..^1], StringComparison.Ordinal)
        : package == allowed;
}
