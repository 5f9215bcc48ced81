using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.Export.Wires;

/// <summary>A version as Python writes it (PEP 440), as far as it matters: <c>3.6.1.dev0</c>, <c>v3.4</c>, <c>1!2.0</c>, <c>3.4.0rc1+fork.2</c>.</summary>
internal readonly partial record struct PythonVersion(int Major, int Minor)
{
    private const int MaxLength = 100;

    /// <summary>Reads a version; what comes before 3.4 as 3.4.0rc1 does counts as 3.4, since it can what 3.4 can.</summary>
    public static bool TryParse(string text, out PythonVersion version)
    {
        version = default;
        var match = text.Length <= MaxLength ? Form().Match(text.Trim()) : Match.Empty;
        if (!match.Success || !int.TryParse(match.Groups["major"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return false;
        }

        var minor = 0;
        if (match.Groups["minor"].Success && !int.TryParse(match.Groups["minor"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out minor))
        {
            return false;
        }

        version = new PythonVersion(major, minor);
        return true;
    }

    public bool IsAtLeast(int major, int minor) => Major != major ? Major > major : Minor >= minor;

    [GeneratedRegex(
        @"^v?([0-9]+!)?(?<major>[0-9]+)(\.(?<minor>[0-9]+))?(\.[0-9]+)*([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?[0-9]*)?(-[0-9]+|[-_.]?(post|rev|r)[-_.]?[0-9]*)?([-_.]?dev[-_.]?[0-9]*)?(\+[a-z0-9]+([-_.][a-z0-9]+)*)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
