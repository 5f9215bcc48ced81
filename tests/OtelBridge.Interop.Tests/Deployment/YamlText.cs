using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>Reads YAML documents into nodes.</summary>
internal static partial class YamlText
{
    /// <summary>The document as a mapping; a key that comes twice is an error of the parser.</summary>
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Select(static child => (child.Key.ToString(), child.Value)) : [];

    /// <summary>What is below the keys, one after the other; null when something is missing on the way.</summary>
    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            node = node.Entries().FirstOrDefault(entry => entry.Key == key).Value;
        }

        return node;
    }

    public static IReadOnlyList<string> Texts(this YamlNode? node) =>
        node is YamlSequenceNode list ? [.. list.Children.Select(static child => child.ToString())] : [];

    /// <summary>Nothing, as after <c>batch:</c>.</summary>
    public static bool IsNothing(this YamlNode? node) => node is null or YamlScalarNode { Value: null or "" or "~" or "null" };

    /// <summary>Puts values of the environment where the collector would: <c>${env:NAME:-default}</c>.</summary>
    public static string WithEnvironment(string text, IReadOnlyDictionary<string, string> environment) =>
        Variable().Replace(text, match => environment.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Groups["default"].Value);

    [GeneratedRegex(@"\$\{env:(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}
