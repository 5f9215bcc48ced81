using System.Text.Json;
using System.Xml.Linq;

namespace OtelBridge.Bom;

/// <summary>A software bill of materials in CycloneDX 1.6.</summary>
/// <remarks>The same lock files give the same bytes: no time and no number of its own stands in it.</remarks>
public static class BillOfMaterials
{
    private const string Product = "OtelBridge";
    private const string License = "Apache-2.0";

    /// <summary>Writes it.</summary>
    /// <param name="version">The version of OtelBridge.</param>
    /// <param name="packages">The packages, see <see cref="LockFiles.Read(string)"/>.</param>
    public static byte[] Write(string version, IReadOnlyList<LockedPackage> packages)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            WriteProduct(json, version);
            json.WriteStartArray("components");
            foreach (var package in packages)
            {
                Write(json, package);
            }

            json.WriteEndArray();
            WriteDependencies(json, packages);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteProduct(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("metadata");
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("bom-ref", Product);
        json.WriteString("name", Product);
        json.WriteString("version", version);
        WriteLicense(json, License);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LockedPackage package)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", package.Purl);
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteString("scope", package.IsShipped ? "required" : "excluded");
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-512");
        json.WriteString("content", Convert.ToHexStringLower(Convert.FromBase64String(package.Sha512)));
        json.WriteEndObject();
        json.WriteEndArray();
        if (FindLicense(package) is { } license)
        {
            WriteLicense(json, license);
        }

        json.WriteString("purl", package.Purl);
        json.WriteEndObject();
    }

    private static void WriteLicense(Utf8JsonWriter json, string expression)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // What a lock file names is a range; what is restored for it is the version that stands in the files.
    private static void WriteDependencies(Utf8JsonWriter json, IReadOnlyList<LockedPackage> packages)
    {
        var byName = packages.ToLookup(static package => package.Name, static package => package.Purl, StringComparer.OrdinalIgnoreCase);
        json.WriteStartArray("dependencies");
        WriteDependency(json, Product, packages.Where(static package => package.IsShipped).Select(static package => package.Purl));
        foreach (var package in packages)
        {
            WriteDependency(json, package.Purl, package.Dependencies.SelectMany(name => byName[name]));
        }

        json.WriteEndArray();
    }

    private static void WriteDependency(Utf8JsonWriter json, string from, IEnumerable<string> to)
    {
        json.WriteStartObject();
        json.WriteString("ref", from);
        json.WriteStartArray("dependsOn");
        foreach (var purl in to.Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(purl);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // In the package, which is there when the solution was restored. A package may have a file or an address instead of an expression.
    private static string? FindLicense(LockedPackage package)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
#pragma warning disable CA1308 // the folders of NuGet are lower case
        var file = Path.Combine(folder, package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant(), package.Name.ToLowerInvariant() + ".nuspec");
#pragma warning restore CA1308
        return File.Exists(file)
            ? XDocument.Load(file).Descendants().FirstOrDefault(static element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value
            : null;
    }
}
