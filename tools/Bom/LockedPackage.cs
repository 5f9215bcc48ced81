namespace OtelBridge.Bom;

/// <summary>A package as lock files name it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version that is restored.</param>
/// <param name="Sha512">The checksum of the package, as base64.</param>
/// <param name="IsShipped">Whether a project that is shipped uses it; otherwise only tests, examples and tools do.</param>
/// <param name="Dependencies">The packages that it uses itself, by name.</param>
public sealed record LockedPackage(string Name, string Version, string Sha512, bool IsShipped, IReadOnlyList<string> Dependencies)
{
    /// <summary>Gets its address, as package URLs write it.</summary>
    public string Purl => $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}";
}
