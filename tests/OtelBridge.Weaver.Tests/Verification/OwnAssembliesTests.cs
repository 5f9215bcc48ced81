using Mono.Cecil;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What the compiler writes is accepted, except for what cannot be told by types.</summary>
public sealed class OwnAssembliesTests
{
    [Theory]
    [InlineData("OtelBridge.Contracts")]
    [InlineData("OtelBridge.Sdk")]
    [InlineData("OtelBridge.Store")]
    [InlineData("otelbridge")]
    [InlineData("OtelBridge.TestSupport")]
    [InlineData("OtelBridge.Weaver.Tests")]
    [InlineData("Mono.Cecil")]
    public void Verify_AnAssemblyAsItWasCompiled_HasNothingToComplainOf(string name)
    {
        var complaints = IlVerifier.Verify(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

        complaints.Where(complaint => complaint.IsSure).ShouldBeEmpty();
    }

    [Fact]
    public void Verify_AnAssemblyWovenByItsBuild_HasNothingToComplainOf()
    {
        // tests/OtelBridge.Weaver.Tests/bin/Release/net10.0 -> tests/OtelBridge.Tests/bin/Release/net10.0
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Weaver.Tests"), AppContext.BaseDirectory);
        var folder = RepositoryFolder.File("tests", "OtelBridge.Tests", place);
        var path = Path.Combine(folder, "OtelBridge.Tests.dll");

        using var assembly = AssemblyDefinition.ReadAssembly(path);
        assembly.MainModule.GetTypeReferences().ShouldContain(type => type.FullName == "OtelBridge.Decorators.TracedMethod", "It is not woven.");
        IlVerifier.Verify(path, Directory.GetFiles(folder, "*.dll")).Where(complaint => complaint.IsSure).ShouldBeEmpty();
    }
}
