using System.Text.Json;
using OtelBridge.Masking;

namespace OtelBridge.Store.Masking;

/// <summary>Reads one rule of the file.</summary>
internal sealed class MaskingRuleReader(JsonElement element, string defaultName, byte[]? hashKey, List<string> errors)
{
    private const int MostKept = 32;

    private string _name = defaultName;
    private string _action = "replace";
    private string _replacement = MaskEffect.DefaultReplacement;
    private int? _keep;
    private bool _isScoped;

    public MaskingRule Read()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fail("it has to be an object");
            return new MaskingRule { Name = _name, Effect = static found => MaskEffect.Replace(MaskEffect.DefaultReplacement, found) };
        }

        // First, since the errors of the others name it.
        _name = element.TryGetProperty("name", out var given) && Text("name", given) is { Length: > 0 } name ? name : _name;
        IReadOnlyList<string> experiments = [], attributes = [], keys = [];
        IReadOnlyList<JsonPath> paths = [];
        IReadOnlyList<SoughtPattern> patterns = [], known = [];
        var places = MaskPlaces.All;
        foreach (var member in element.EnumerateObject())
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "name": break;
                case "experiments": experiments = Texts(member.Name, value); break;
                case "places": places = Places(value); break;
                case "attributes": attributes = Texts(member.Name, value); _isScoped = true; break;
                case "jsonPath": paths = [.. Texts(member.Name, value).Select(Path).OfType<JsonPath>()]; break;
                case "keys": keys = Texts(member.Name, value); break;
                case "pattern": patterns = [.. Texts(member.Name, value).Select(Pattern).OfType<SoughtPattern>()]; break;
                case "find": known = [.. Texts(member.Name, value).Select(Known).OfType<SoughtPattern>()]; break;
                case "action": _action = Text(member.Name, value) ?? _action; break;
                case "replacement": _replacement = Text(member.Name, value) ?? _replacement; break;
                case "keep": _keep = Keep(value); break;
                default: Fail($"'{member.Name}' is not known"); break;
            }
        }

        var rule = new MaskingRule
        {
            Name = _name,
            Experiments = experiments,
            Places = places,
            Attributes = attributes,
            Paths = paths,
            Keys = keys,
            Patterns = [.. patterns, .. known],
            Effect = Effect(),
        };
        if (rule.IsWhole && !_isScoped)
        {
            Fail("it needs jsonPath, keys, pattern or find; or attributes or places, of which it then masks whole values");
        }

        return rule;
    }

    private Func<Action<string>?, MaskEffect> Effect()
    {
        if ((_action == "keepLast") != _keep.HasValue)
        {
            Fail("\"keep\", the number of characters, goes with \"action\": \"keepLast\", and the other way round");
        }

        var (replacement, kept) = (_replacement, _keep ?? 0);
        switch (_action)
        {
            case "replace": return found => MaskEffect.Replace(replacement, found);
            case "remove": return MaskEffect.Remove;
            case "keepLast" when kept > 0: return found => MaskEffect.KeepLast(kept, found);
            case "keepLast": return MaskEffect.Remove; // an error is told already
            case "hash" when hashKey is { } key: return found => MaskEffect.Hash(key, found);
            case "hash": Fail("\"hash\" needs \"hashKeyFile\" or \"hashKeyVariable\" beside the rules"); return MaskEffect.Remove;
            default: Fail($"the action '{_action}' is not known; there are replace, remove, keepLast and hash"); return MaskEffect.Remove;
        }
    }

    private MaskPlaces Places(JsonElement value)
    {
        var places = MaskPlaces.None;
        _isScoped = true;
        foreach (var text in Texts("places", value))
        {
            if (char.IsAsciiLetter(text[0]) && Enum.TryParse<MaskPlaces>(text, ignoreCase: true, out var place) && place != MaskPlaces.None && Enum.IsDefined(place))
            {
                places |= place;
            }
            else
            {
                Fail($"the place '{text}' is not known; there are {string.Join(", ", Enum.GetNames<MaskPlaces>()[1..]).ToLowerInvariant()}");
            }
        }

        return places;
    }

    private int? Keep(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is > 0 and <= MostKept)
        {
            return number;
        }

        Fail($"\"keep\" has to be a number from 1 to {MostKept}");
        return null;
    }

    private JsonPath? Path(string text)
    {
        var path = JsonPath.TryParse(text, out var reason);
        if (path is null)
        {
            Fail($"the path '{text}' is not understood: {reason}");
        }

        return path;
    }

    private SoughtPattern? Pattern(string text)
    {
        if (MaskPattern.Parse(text, out _, out var reason))
        {
            return new SoughtPattern(text);
        }

        Fail($"the pattern '{text}' is not understood: {reason}");
        return null;
    }

    private SoughtPattern? Known(string text)
    {
        var pattern = KnownPatterns.Find(text);
        if (pattern is null)
        {
            Fail($"'{text}' of find is not known; there are {string.Join(", ", KnownPatterns.Names)}");
        }

        return pattern;
    }

    private string? Text(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Fail($"\"{name}\" has to be a text");
        return null;
    }

    // One text, or a list of them.
    private string[] Texts(string name, JsonElement value)
    {
        string?[] texts = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)]
            : [value.ValueKind == JsonValueKind.String ? value.GetString() : null];
        if (texts.Length > 0 && !texts.Any(string.IsNullOrWhiteSpace))
        {
            return texts!;
        }

        Fail($"\"{name}\" has to be a text, or a list of texts, and not empty");
        return [];
    }

    private void Fail(string error) => errors.Add($"{_name}: {error}");
}
