using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.Collections;
using OtelBridge.Otlp;

namespace OtelBridge.Sources;

/// <summary>An Activity as the OTLP span that the dialects are read from: its attributes, and the events that are messages.</summary>
internal static class ActivitySpan
{
    /// <summary>Levels of values inside values; below, there is nothing.</summary>
    private const int MaxDepth = 8;

    /// <summary>Members of one list or map; whoever sends more does not describe a call.</summary>
    private const int MaxMembers = 10_000;

    private const string MessageEventPrefix = "gen_ai.";

    public static Span Of(Activity activity)
    {
        var span = new Span();
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            Add(span.Attributes, tag);
        }

        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            if (@event.Name.StartsWith(MessageEventPrefix, StringComparison.Ordinal))
            {
                var message = new Span.Types.Event { Name = @event.Name };
                foreach (ref readonly var tag in @event.EnumerateTagObjects())
                {
                    Add(message.Attributes, tag);
                }

                span.Events.Add(message);
            }
        }

        return span;
    }

    private static void Add(RepeatedField<KeyValue> attributes, in KeyValuePair<string, object?> tag)
    {
        if (tag.Key is { Length: > 0 } key && Value(tag.Value, 0) is { } value)
        {
            attributes.Add(new KeyValue { Key = key, Value = value });
        }
    }

    // The kinds of values that exporters write; anything else would run the program's code to become a text.
    private static AnyValue? Value(object? value, int depth) => value switch
    {
        string text => new AnyValue { StringValue = text },
        bool flag => new AnyValue { BoolValue = flag },
        int or long or short or byte or sbyte or ushort or uint => new AnyValue { IntValue = Convert.ToInt64(value, CultureInfo.InvariantCulture) },
        double number => new AnyValue { DoubleValue = number },
        float number => new AnyValue { DoubleValue = number },
        _ when depth == MaxDepth => null,
        IEnumerable<KeyValuePair<string, object?>> map => Map(map, depth + 1),
        Array array => List(array, depth + 1),
        _ => null,
    };

    private static AnyValue Map(IEnumerable<KeyValuePair<string, object?>> map, int depth)
    {
        var list = new KeyValueList();
        foreach (var (key, value) in map.Take(MaxMembers))
        {
            list.Values.Add(new KeyValue { Key = key ?? string.Empty, Value = Value(value, depth) ?? new AnyValue() });
        }

        return new AnyValue { KvlistValue = list };
    }

    private static AnyValue List(Array array, int depth)
    {
        var list = new ArrayValue();
        foreach (var item in array)
        {
            if (list.Values.Count == MaxMembers)
            {
                break;
            }

            list.Values.Add(Value(item, depth) ?? new AnyValue());
        }

        return new AnyValue { ArrayValue = list };
    }
}
