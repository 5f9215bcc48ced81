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

    /// <summary>Members of all lists and maps of one value together; whoever sends more does not describe a call. A map inside itself multiplies at each level.</summary>
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
            if (IsMessage(@event))
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

    /// <summary>Whether an event is a message, as the GenAI conventions had it once.</summary>
    public static bool IsMessage(in ActivityEvent @event) => @event.Name.StartsWith(MessageEventPrefix, StringComparison.Ordinal);

    private static void Add(RepeatedField<KeyValue> attributes, in KeyValuePair<string, object?> tag)
    {
        if (tag.Key is { Length: > 0 } key && Whole(tag.Value) is { } value)
        {
            attributes.Add(new KeyValue { Key = key, Value = value });
        }
    }

    private static AnyValue? Whole(object? value)
    {
        var room = MaxMembers;
        try
        {
            return Value(value, 0, ref room);
        }
        catch (Exception)
        {
            // A map is the program's code, or is changed at this moment: what else the span says is read all the same.
            return null;
        }
    }

    // The kinds of values that exporters write; anything else would run the program's code to become a text.
    private static AnyValue? Value(object? value, int depth, ref int room) => value switch
    {
        string text => new AnyValue { StringValue = text },
        bool flag => new AnyValue { BoolValue = flag },
        int or long or short or byte or sbyte or ushort or uint => new AnyValue { IntValue = Convert.ToInt64(value, CultureInfo.InvariantCulture) },
        double number => new AnyValue { DoubleValue = number },
        float number => new AnyValue { DoubleValue = number },
        byte[] => null, // says nothing in any dialect
        _ when depth == MaxDepth => null,
        IEnumerable<KeyValuePair<string, object?>> map => Map(map, depth + 1, ref room),
        Array array => List(array, depth + 1, ref room),
        _ => null,
    };

    private static AnyValue Map(IEnumerable<KeyValuePair<string, object?>> map, int depth, ref int room)
    {
        var list = new KeyValueList();
        foreach (var (key, value) in map)
        {
            if (room-- <= 0)
            {
                break;
            }

            list.Values.Add(new KeyValue { Key = key ?? string.Empty, Value = Value(value, depth, ref room) ?? new AnyValue() });
        }

        return new AnyValue { KvlistValue = list };
    }

    private static AnyValue List(Array array, int depth, ref int room)
    {
        var list = new ArrayValue();
        foreach (var item in array)
        {
            if (room-- <= 0)
            {
                break;
            }

            list.Values.Add(Value(item, depth, ref room) ?? new AnyValue());
        }

        return new AnyValue { ArrayValue = list };
    }
}
