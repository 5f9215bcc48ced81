using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Configuration;

/// <summary>The one place that knows the precedence: code, then section <c>Mlflow</c>, then environment, then default.</summary>
/// <remarks>A value that cannot be used is reported and the next source is asked.</remarks>
internal sealed class SettingsReader(IConfiguration configuration)
{
    public const string Section = "Mlflow";

    // What is set for all destinations is read for each of them, and reported once. As many as there are settings.
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly List<IgnoredSetting> _ignored = [];

    /// <summary>Reads a text, or says why it cannot be used.</summary>
    public delegate bool Parse<T>(string text, [NotNullWhen(true)] out T? value, out string reason);

    /// <summary>Gets what could not be used so far.</summary>
    public IReadOnlyList<IgnoredSetting> Ignored => _ignored;

    /// <summary>A setting that may be set nowhere.</summary>
    /// <param name="code">The value set in code, if any.</param>
    /// <param name="name">Name inside the section; also names the value of the code in a warning.</param>
    /// <param name="environment">Environment variables, the more specific one first.</param>
    /// <param name="parse">Reads and checks a text.</param>
    /// <param name="fallback">What a warning says is used instead.</param>
    /// <param name="value">The value of the first source that has a usable one.</param>
    /// <param name="isSecret">Whether a warning leaves the value out.</param>
    public bool TryRead<T>(string? code, string name, string[] environment, Parse<T> parse, string fallback, [NotNullWhen(true)] out T? value, bool isSecret = false)
    {
        var key = ConfigurationPath.Combine(Section, name);
        if (TryParse(name, code, parse, fallback, isSecret, out value) || TryParse(key, configuration[key], parse, fallback, isSecret, out value))
        {
            return true;
        }

        foreach (var variable in environment)
        {
            if (TryParse(variable, configuration[variable], parse, fallback, isSecret, out value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The texts of a list in the section: numbered children, or one text with commas.</summary>
    public IEnumerable<string> List(string name)
    {
        var section = configuration.GetSection(ConfigurationPath.Combine(Section, name));
        var items = section.Value is { } text ? text.Split(',') : section.GetChildren().Select(c => c.Value ?? string.Empty);
        return items.Select(i => i.Trim()).Where(i => i.Length > 0);
    }

    /// <summary>The names of what is below a name in the section.</summary>
    public IEnumerable<string> Children(string name) => configuration.GetSection(ConfigurationPath.Combine(Section, name)).GetChildren().Select(static c => c.Key);

    /// <summary>Reports, once, a value that cannot be used; the text must be fit to be shown.</summary>
    public void Ignore(string key, string text, string reason, string fallback)
    {
        if (_reported.Add($"{key}={text}"))
        {
            _ignored.Add(new IgnoredSetting(key, text, reason, fallback));
            BridgeEventSource.Log.ConfigurationValueIgnored(key, text, reason, fallback);
        }
    }

    // A variable that is set to nothing counts as not set, as OpenTelemetry asks.
    private bool TryParse<T>(string key, string? text, Parse<T> parse, string fallback, bool isSecret, [NotNullWhen(true)] out T? value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (parse(text.Trim(), out value, out var reason))
        {
            return true;
        }

        Ignore(key, isSecret ? Redaction.Secret : Redaction.Value(text), reason, fallback);
        return false;
    }
}
