using OtelBridge.TestSupport.Packaging;

namespace OtelBridge.Testing.Tests.Packaging;

/// <summary>The test kit as users have it: a test project outside of the solution, restored from the packages.</summary>
public sealed class PackedTestKitTests
{
    [Fact]
    public async Task TestsOfAUser_WithThePackages_Pass()
    {
        using var sdk = await PackedSdk.PackAsync("OtelBridge.GenAI", "OtelBridge.Testing");
        using var folder = new OutsideFolder(sdk, "tests", "OtelBridge.Testing.Tests", "Packaging", "Outside");

        var (exitCode, lines) = await DotNet.TryAsync(folder.File("WeatherTests"), ["test", "-c", "Debug", "-nodeReuse:false", $"-p:OtelBridgeVersion={sdk.Version}"]);

        exitCode.ShouldBe(0, string.Join('\n', lines));
        lines.ShouldContain(line => line.Contains("Passed!", StringComparison.Ordinal) && line.Contains("Failed:     0, Passed:     3,", StringComparison.Ordinal));
    }
}
