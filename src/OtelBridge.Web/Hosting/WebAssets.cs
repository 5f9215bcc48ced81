using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace OtelBridge.Web.Hosting;

/// <summary>Scripts, styles and pictures of the pages: resources of this assembly, under an address that changes with them.</summary>
internal sealed class WebAssets
{
    private const string ResourcePrefix = "assets/";

    // What others build on comes first; the rest may come in any order.
    private static readonly string[] FirstStyles = ["styles/tokens.css", "styles/base.css", "styles/frame.css", "styles/controls.css"];

    private readonly FrozenDictionary<string, WebAsset> _assets;

    private WebAssets(FrozenDictionary<string, WebAsset> assets, string version)
    {
        _assets = assets;
        Version = version;
        Styles = [.. FirstStyles, .. Of(".css").Except(FirstStyles)];
        Scripts = [.. Of(".js").Where(static path => path.StartsWith("scripts/elements/", StringComparison.Ordinal))];
    }

    public static WebAssets Instance { get; } = Load();

    /// <summary>Gets the hash of all assets; scripts that import each other stay together under it.</summary>
    public string Version { get; }

    /// <summary>Gets the paths of all style sheets, in the order of their loading.</summary>
    public IReadOnlyList<string> Styles { get; }

    /// <summary>Gets the paths of the scripts that define elements, one a file; what they share they import.</summary>
    public IReadOnlyList<string> Scripts { get; }

    public WebAsset? Find(string path) => _assets.GetValueOrDefault(path);

    private IEnumerable<string> Of(string extension) => _assets.Keys.Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static WebAssets Load()
    {
        var assembly = typeof(WebAssets).Assembly;
        var assets = new Dictionary<string, WebAsset>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var path = name[ResourcePrefix.Length..].Replace('\\', '/');
            var asset = new WebAsset(Read(assembly, name), TypeOf(path));
            assets.Add(path, asset);
            hash.AppendData(asset.Bytes.Span);
        }

        return new WebAssets(assets.ToFrozenDictionary(), Convert.ToHexStringLower(hash.GetHashAndReset())[..12]);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
}
