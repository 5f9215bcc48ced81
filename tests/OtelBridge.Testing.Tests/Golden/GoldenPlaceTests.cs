using OtelBridge.Testing.Tests.Environments;

namespace OtelBridge.Testing.Tests.Golden;

/// <summary>A golden trace as users have it: in a file of this repository, which <c>OTELBRIDGE_ACCEPT_TRACES=1</c> writes.</summary>
[Collection(EnvironmentVariables.Name)]
public sealed class GoldenPlaceTests
{
    [Fact]
    public async Task Golden_WithoutAPath_LiesBesideTheTestUnderItsName() => (await GoldenTraceTests.RunAsync()).ShouldMatchGolden();

    [Fact]
    public async Task Golden_OfABuildWithMappedPaths_IsFoundAboveTheAssembly() =>
        (await GoldenTraceTests.RunAsync()).ShouldMatchGolden(
            sourceFile: "/_/tests/OtelBridge.Testing.Tests/Golden/GoldenPlaceTests.cs", method: nameof(Golden_WithoutAPath_LiesBesideTheTestUnderItsName));

    [Fact]
    public async Task Golden_OfABuildOnWindows_IsFoundAboveTheAssembly() =>
        (await GoldenTraceTests.RunAsync()).ShouldMatchGolden(
            sourceFile: @"C:\build\tests\OtelBridge.Testing.Tests\Golden\GoldenPlaceTests.cs", method: nameof(Golden_WithoutAPath_LiesBesideTheTestUnderItsName));

    [Fact]
    public async Task Golden_OfASourceInTheRootOfTheRepository_IsFoundAboveTheAssembly() =>
        (await GoldenTraceTests.RunAsync()).ShouldMatchGolden(
            $"tests/OtelBridge.Testing.Tests/Golden/Golden/GoldenPlaceTests.{nameof(Golden_WithoutAPath_LiesBesideTheTestUnderItsName)}.json", sourceFile: "/_/OtelBridge.sln");
}
