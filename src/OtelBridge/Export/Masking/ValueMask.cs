using System.Globalization;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Masking;

namespace OtelBridge.Export.Masking;

/// <summary>Masks values of attributes, whatever they are. Thread-safe.</summary>
/// <remarks>What the program may change meanwhile is copied: what was judged is what is sent.</remarks>
internal sealed class ValueMask(MaskRules rules, TextMask texts)
{
    /// <summary>Elements of a sequence that are judged; the others are left out.</summary>
    private const int MaxItems = 64 * 1024;

    /// <summary>Maps inside maps, as many as are written.</summary>
    private const int MaxDepth = Writing.OtlpAttributeWriter.MaxMapDepth;

    /// <summary>The value as it may be seen; null for not at all.</summary>
    public object? Mask(string key, object value, MaskBudget budget)
    {
        try
        {
            if ((rules.OfKey(key) ?? OfFact(key)) is { } effect)
            {
                return Hide(key, value, effect);
            }

            if (value is string text)
            {
                return Text(key, text, budget);
            }

            return rules.OfRoot() is { } whole ? Hide(key, value, whole) : Inside(value, PathPlace.Root(rules), budget, depth: 0);
        }
        catch (Exception)
        {
            // Texts and sequences of the program's own types are its code.
            return TextMask.NotJudged;
        }
    }

    // A tag of the trace is an attribute of its root under a longer key; whoever hides it knows the tag.
    private MaskEffect? OfFact(string key) =>
        key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal) ? rules.OfKey(key[MlflowKeys.TraceTagPrefix.Length..])
        : key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal) ? rules.OfKey(key[MlflowKeys.TraceMetadataPrefix.Length..])
        : null;

    private static string? Hide(string key, object value, MaskEffect effect)
    {
        var text = PlainText(value);
        return effect.Of(text) is not { } shown ? null : TextMask.WantsJson(key, text) && value is string ? JsonString.Of(shown) : shown;
    }

    private string? Text(string key, string text, MaskBudget budget)
    {
        var masked = texts.Mask(text, budget, isJson: TextMask.WantsJson(key, text));
        return masked == TextMask.NotJudged && TextMask.WantsJson(key, text) ? JsonString.Of(masked) : masked;
    }

    private object? Inside(object? value, PathPlace place, MaskBudget budget, int depth)
    {
        switch (value)
        {
            case null or bool: return value;
            case string text: return texts.Mask(text, budget) ?? string.Empty;
            case byte[] bytes: return Bytes(bytes, budget);
            case Array array: return Items(array, place, budget, depth);
            case IEnumerable<KeyValuePair<string, object?>> map when depth < MaxDepth: return Members(map, place, budget, depth + 1);
            case IFormattable and (byte or sbyte or short or ushort or int or uint or long or double or float): return Number(value, budget);
            default: return texts.Mask(PlainText(value), budget) ?? string.Empty;
        }
    }

    private object Number(object value, MaskBudget budget)
    {
        if (rules.Patterns.Count == 0)
        {
            return value;
        }

        var text = PlainText(value);
        return texts.Patterns(text, budget) is var masked && masked == text ? value : masked;
    }

    private object Bytes(byte[] bytes, MaskBudget budget)
    {
        var copy = bytes.AsSpan().ToArray();
        var text = Encoding.UTF8.GetString(copy);
        return texts.Mask(text, budget) is var masked && masked == text ? copy : masked ?? string.Empty;
    }

    private object?[] Items(Array array, PathPlace place, MaskBudget budget, int depth)
    {
        // As long as the array was, or MaxItems.
        var items = new List<object?>();
        var index = 0;
        foreach (var item in array)
        {
            if (index == MaxItems || budget.IsOver)
            {
                break;
            }

            var inside = place.Step(rules, null, index++, out var effect);
            if (effect is null)
            {
                items.Add(Inside(item, inside, budget, depth));
            }
            else if (effect.Of(PlainText(item)) is { } shown)
            {
                items.Add(shown);
            }
        }

        return [.. items];
    }

    private Dictionary<string, object?> Members(IEnumerable<KeyValuePair<string, object?>> map, PathPlace place, MaskBudget budget, int depth)
    {
        // As large as the map was, or MaxItems.
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Take(MaxItems))
        {
            if (key is null || budget.IsOver)
            {
                continue;
            }

            var inside = place.Step(rules, key, 0, out var effect);
            effect = rules.OfKey(key) ?? effect;
            var name = texts.Patterns(key, budget);
            if (effect is null)
            {
                members[name] = Inside(value, inside, budget, depth);
            }
            else if (effect.Of(PlainText(value)) is { } shown)
            {
                members[name] = shown;
            }
        }

        return members;
    }

    private static string PlainText(object? value) => value switch
    {
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Array array => string.Join(',', array.Cast<object?>().Take(MaxItems).Select(PlainText)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
