namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What the compiler writes is accepted, except for what cannot be told by types.</summary>
public sealed class OwnAssembliesTests
{
    // Literals of bytes and stackalloc; await in a catch or finally block.
    private static readonly Rule[] NotToBeTold = [Rule.Unsafe, Rule.Thrown];

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

        complaints.Where(complaint => !NotToBeTold.Contains(complaint.Rule)).ShouldBeEmpty();
    }
}
