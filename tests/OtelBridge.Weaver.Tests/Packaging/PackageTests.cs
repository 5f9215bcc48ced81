using System.IO.Compression;

namespace OtelBridge.Weaver.Tests.Packaging;

/// <summary>The packed package in projects outside of the solution.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task Package_InAFreshProject_TracesMethodsOfEveryShape()
    {
        using var sdk = await PackedSdk.PackAsync();
        using var projects = new OutsideProjects(sdk);

        var build = await projects.BuildAsync();
        Console.WriteLine(string.Join('\n', build));
        Console.WriteLine(string.Join('\n', await projects.RunAsync()));
        using var package = ZipFile.OpenRead(sdk.Package);
    }
}
