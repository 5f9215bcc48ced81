using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OtelBridge.Masking;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Masking;

/// <summary>Masks attributes. What a rule changes is made anew: a value may belong to several spans. Thread-safe.</summary>
internal static class AnyValueMask
{
    /// <summary>Masks a list of attributes in its copy.</summary>
    /// <param name="mask">The rules.</param>
    /// <param name="place">Where the attributes stand.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="isKept">What is never masked.</param>
    /// <param name="budget">The time that is left.</param>
    /// <returns>The list to be put in its place; null when nothing is changed.</returns>
    public static List<KeyValue>? Mask(FieldMask mask, MaskPlaces place, RepeatedField<KeyValue> attributes, Func<string, AnyValue, bool>? isKept, MaskBudget budget)
    {
        List<KeyValue>? changed = null;
        for (var i = 0; i < attributes.Count; i++)
        {
            var (key, value) = (attributes[i].Key, attributes[i].Value);
            var shown = value is null || mask.Of(place, key) is not { } rules || isKept?.Invoke(key, value) == true ? value : Mask(rules, key, value, budget);
            if (!ReferenceEquals(shown, value))
            {
                changed ??= [.. attributes.Take(i)];
            }

            if (changed is not null && (shown is not null || value is null))
            {
                changed.Add(ReferenceEquals(shown, value) ? attributes[i] : new KeyValue { Key = key, Value = shown });
            }
        }

        return changed;
    }

    /// <summary>The value as it may be stored: itself when no rule changes it, null for not at all.</summary>
    public static AnyValue? Mask(FieldRules rules, string key, AnyValue value, MaskBudget budget)
    {
        if (value.HasStringValue)
        {
            return Text(value, rules.Text(value.StringValue, budget, key));
        }

        return rules.Whole is { } whole ? Text(value, whole.Of(PlainText(value))) : Inside(rules, value, PathPlace.Root(rules.Rules), budget);
    }

    private static AnyValue? Text(AnyValue value, string? shown) =>
        shown is null ? null : value.HasStringValue && value.StringValue == shown ? value : new AnyValue { StringValue = shown };

    // As deep as the intake takes.
    private static AnyValue Inside(FieldRules rules, AnyValue value, PathPlace place, MaskBudget budget)
    {
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                return Text(value, rules.Part(value.StringValue, budget))!;
            case AnyValue.ValueOneofCase.IntValue or AnyValue.ValueOneofCase.DoubleValue:
                var number = PlainText(value);
                return rules.Name(number, budget) is var shown && shown == number ? value : new AnyValue { StringValue = shown };
            case AnyValue.ValueOneofCase.BytesValue:
                var text = PlainText(value);
                return rules.Part(text, budget) is var masked && masked == text ? value : new AnyValue { StringValue = masked };
            case AnyValue.ValueOneofCase.ArrayValue:
                return Items(rules, value, place, budget);
            case AnyValue.ValueOneofCase.KvlistValue:
                return Members(rules, value, place, budget);
            default:
                return value;
        }
    }

    private static AnyValue Items(FieldRules rules, AnyValue value, PathPlace place, MaskBudget budget)
    {
        var (items, isChanged) = (new ArrayValue(), false);
        var source = value.ArrayValue.Values;
        for (var i = 0; i < source.Count; i++)
        {
            var inside = place.Step(rules.Rules, null, i, out var effect);
            var shown = effect is null ? Inside(rules, source[i], inside, budget) : Text(source[i], effect.Of(PlainText(source[i])));
            isChanged |= !ReferenceEquals(shown, source[i]);
            if (shown is not null)
            {
                items.Values.Add(shown);
            }
        }

        return isChanged ? new AnyValue { ArrayValue = items } : value;
    }

    private static AnyValue Members(FieldRules rules, AnyValue value, PathPlace place, MaskBudget budget)
    {
        var (members, isChanged) = (new KeyValueList(), false);
        foreach (var member in value.KvlistValue.Values)
        {
            var inside = place.Step(rules.Rules, member.Key, 0, out var effect);
            effect = rules.Rules.OfKey(member.Key) ?? effect;
            var item = member.Value ?? new AnyValue();
            var shown = effect is null ? Inside(rules, item, inside, budget) : Text(item, effect.Of(PlainText(item)));
            var name = rules.Name(member.Key, budget);
            var isSame = ReferenceEquals(shown, item) && name == member.Key;
            isChanged |= !isSame;
            if (shown is not null)
            {
                members.Values.Add(isSame ? member : new KeyValue { Key = name, Value = shown });
            }
        }

        return isChanged ? new AnyValue { KvlistValue = members } : value;
    }

    private static string PlainText(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => Encoding.UTF8.GetString(value.BytesValue.Span),
        AnyValue.ValueOneofCase.None => string.Empty,
        _ => Convert.ToBase64String(value.ToByteArray()),
    };
}
