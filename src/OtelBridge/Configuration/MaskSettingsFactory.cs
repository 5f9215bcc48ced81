using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Masking;

namespace OtelBridge.Configuration;

/// <summary>Decides what a destination may not see. Rules of the destination come before those for all, code before configuration, and all of them count.</summary>
/// <remarks>A destination of which a rule cannot be used gets no values at all: better a trace without them than one with what was to be hidden.</remarks>
internal sealed class MaskSettingsFactory(SettingsReader reader)
{
    private const string Masks = nameof(MlflowTracingOptions.Masks);
    private const string Closed = "no values are sent";

    private bool _hidesAll;

    /// <summary>The rules; null when there are none.</summary>
    public MaskSettings? Create(IEnumerable<MaskRule> common, DestinationReader destination, IEnumerable<MaskRule> own)
    {
        _hidesAll = false;
        MaskRuleSettings[] rules = [.. Rules(own, destination.Key(Masks)), .. Rules(common, Masks)];
        return rules.Length == 0 && !_hidesAll ? null : new MaskSettings(new ValueList<MaskRuleSettings>(rules), _hidesAll);
    }

    /// <summary>The rules for all destinations alone; null when there are none.</summary>
    public MaskSettings? Create(IEnumerable<MaskRule> common)
    {
        _hidesAll = false;
        MaskRuleSettings[] rules = [.. Rules(common, Masks)];
        return rules.Length == 0 && !_hidesAll ? null : new MaskSettings(new ValueList<MaskRuleSettings>(rules), _hidesAll);
    }

    private IEnumerable<MaskRuleSettings> Rules(IEnumerable<MaskRule> code, string key)
    {
        var index = 0;
        foreach (var rule in code)
        {
            if (Rule(new RuleSource(rule, ConfigurationPath.Combine(key, index++.ToString(CultureInfo.InvariantCulture)), IsCode: true)) is { } settings)
            {
                yield return settings;
            }
        }

        if (TryText(key, out var text))
        {
            Refuse(ConfigurationPath.Combine(SettingsReader.Section, key), text, "rules are numbered: Masks:0:Keys");
        }

        foreach (var child in reader.Children(key))
        {
            if (Rule(new RuleSource(new MaskRule(), ConfigurationPath.Combine(key, child), IsCode: false)) is { } settings)
            {
                yield return settings;
            }
        }
    }

    private MaskRuleSettings? Rule(RuleSource source)
    {
        var path = Read(source, source.Rule.JsonPath, nameof(MaskRule.JsonPath), JsonPath.Parse, out var badPath);
        var pattern = Read(source, source.Rule.Pattern, nameof(MaskRule.Pattern), MaskPattern.Parse, out var badPattern);
        string[] keys = [.. source.Rule.Keys.Concat(source.IsCode ? [] : reader.List(source.Key(nameof(MaskRule.Keys)))).Where(static k => !string.IsNullOrWhiteSpace(k))];
        if (badPath || badPattern)
        {
            _hidesAll = true;
            return null;
        }

        if (path is null && pattern is null && keys.Length == 0)
        {
            Refuse(source.Shown(), string.Empty, "a rule needs JsonPath, Keys or Pattern");
            return null;
        }

        var action = Action(source, out var hashKey);
        return new MaskRuleSettings
        {
            JsonPath = path,
            Keys = new ValueList<string>(keys),
            Pattern = pattern,
            Action = action,
            Replacement = Read(source, source.Rule.Replacement, nameof(MaskRule.Replacement), SettingParsers.Text, out _) ?? MaskEffect.DefaultReplacement,
            HashKey = hashKey,
        };
    }

    private MaskAction Action(RuleSource source, out string? hashKey)
    {
        hashKey = null;
        var text = Read(source, source.Rule.Action?.ToString(), nameof(MaskRule.Action), SettingParsers.MaskAction, out _, nameof(MaskAction.Replace));
        var action = text is null ? MaskAction.Replace : Enum.Parse<MaskAction>(text, ignoreCase: true);
        if (action != MaskAction.Hash)
        {
            return action;
        }

        hashKey = Read(source, source.Rule.HashKey, nameof(MaskRule.HashKey), SettingParsers.Text, out _, isSecret: true);
        if (hashKey is null)
        {
            reader.Ignore(source.Shown(nameof(MaskRule.HashKey)), string.Empty, "a hash needs a key", nameof(MaskAction.Replace));
            return MaskAction.Replace;
        }

        return action;
    }

    /// <summary>A text of a rule, where it is one; set and unusable is another thing than not set.</summary>
    private string? Read(
        RuleSource source, string? code, string name, SettingsReader.Parse<string> parse, out bool isBad, string fallback = Closed, bool isSecret = false)
    {
        isBad = false;
        var (key, text) = (source.Key(name), source.IsCode ? code : null);
        if (source.IsCode ? string.IsNullOrEmpty(text) : !TryText(key, out text))
        {
            return null;
        }

        if (parse(text!, out var value, out var reason))
        {
            return value;
        }

        isBad = true;
        reader.Ignore(source.Shown(name), isSecret ? Redaction.Secret : Redaction.Value(text!), reason, fallback);
        return null;
    }

    private bool TryText(string key, [NotNullWhen(true)] out string? text) =>
        reader.TryRead(null, key, [], SettingParsers.Text, string.Empty, out text, isSecret: true);

    private void Refuse(string key, string text, string reason)
    {
        _hidesAll = true;
        reader.Ignore(key, Redaction.Value(text), reason, Closed);
    }

    /// <summary>One rule where it is written: in code, or below a key of the configuration.</summary>
    private readonly record struct RuleSource(MaskRule Rule, string Name, bool IsCode)
    {
        public string Key(string setting) => ConfigurationPath.Combine(Name, setting);

        /// <summary>The name in a report.</summary>
        public string Shown(string? setting = null)
        {
            var name = setting is null ? Name : Key(setting);
            return IsCode ? name : ConfigurationPath.Combine(SettingsReader.Section, name);
        }
    }
}
