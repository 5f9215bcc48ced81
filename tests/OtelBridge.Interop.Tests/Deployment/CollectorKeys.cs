using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>Holds a mapping to the keys of <c>collector-keys.yaml</c>: unknown ones, missing ones and values of another kind are problems.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed partial class CollectorKeys(ICollection<string> problems)
{
    /// <summary>The keys that are known, by section and component.</summary>
    public static YamlMappingNode Known { get; } =
        YamlText.Parse(File.ReadAllText(TestSupport.RepositoryFolder.File("tests", "OtelBridge.Interop.Tests", "Deployment", "collector-keys.yaml")));

    public void Check(string place, YamlNode value, YamlNode allowed)
    {
        if (allowed is YamlScalarNode kind)
        {
            Require(IsOf(kind.Value!, value), $"{place}: '{value}' is not {kind.Value}");
            return;
        }

        Require(value.IsNothing() || value is YamlMappingNode, $"{place} is no mapping");
        foreach (var (key, inner) in value.Entries())
        {
            var known = allowed.At(key) ?? allowed.At(key + "!");
            Require(known is not null, $"{place}.{key} is not known");
            if (known is not null)
            {
                Check($"{place}.{key}", inner, known);
            }
        }

        foreach (var (key, _) in allowed.Entries().Where(entry => entry.Key.EndsWith('!') && value.At(entry.Key[..^1]) is null))
        {
            problems.Add($"{place}.{key[..^1]} is missing");
        }
    }

    private static bool IsOf(string kind, YamlNode value) => (kind, value) switch
    {
        ("any", _) => true,
        ("texts", YamlSequenceNode list) => list.Children.All(static item => item is YamlScalarNode),
        ("map", YamlMappingNode map) => map.Children.All(static item => item.Value is YamlScalarNode),
        (_, YamlScalarNode { Value: { Length: > 0 } text }) => IsOf(kind, text),
        _ => false,
    };

    private static bool IsOf(string kind, string text) => kind switch
    {
        "text" => true,
        "int" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        "number" => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        "bool" => text is "true" or "false",
        "duration" => Duration().IsMatch(text),
        "path" => text.StartsWith('/'),
        "listen" or "address" => IsHostAndPort(text),
        "url" => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0,
        _ => kind.Contains('|') && kind.Split('|').Contains(text),
    };

    private static bool IsHostAndPort(string text) =>
        HostAndPort().Match(text) is { Success: true } match && int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and <= ushort.MaxValue;

    private void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            problems.Add(otherwise);
        }
    }

    [GeneratedRegex(@"^\d+(ms|s|m|h)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]*:(?<port>\d{1,5})$")]
    private static partial Regex HostAndPort();
}
