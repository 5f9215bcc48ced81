using OtelBridge.Otlp;

namespace OtelBridge.Server.Otlp;

/// <summary>Reads attributes and their values: <c>{"key":"k","value":{"stringValue":"v"}}</c>.</summary>
internal static class OtlpJsonAttributes
{
    /// <summary>Reads one attribute.</summary>
    /// <param name="json">Stands on the attribute.</param>
    /// <param name="depth">How many messages the attribute is below the request.</param>
    public static KeyValue ReadKeyValue(ref OtlpJsonCursor json, int depth)
    {
        var attribute = new KeyValue();
        if (!json.TryEnterObject())
        {
            return attribute;
        }

        while (json.NextField())
        {
            if (json.Is("key"u8))
            {
                attribute.Key = json.Text();
            }
            else if (json.Is("value"u8))
            {
                attribute.Value = json.TakeNull() ? null : ReadValue(ref json, depth + 1);
            }
            else
            {
                json.Skip();
            }
        }

        return attribute;
    }

    private static AnyValue ReadValue(ref OtlpJsonCursor json, int depth)
    {
        if (depth > OtlpNesting.MaxDepth)
        {
            throw json.Error("The value is nested too deeply");
        }

        var value = new AnyValue();
        if (!json.TryEnterObject())
        {
            return value;
        }

        while (json.NextField())
        {
            ReadKind(ref json, value, depth);
        }

        return value;
    }

    private static void ReadKind(ref OtlpJsonCursor json, AnyValue value, int depth)
    {
        if (json.Is("stringValue"u8, "string_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int _) => v.StringValue = j.Text(), depth);
        }
        else if (json.Is("intValue"u8, "int_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int _) => v.IntValue = j.Integer<long>("a 64-bit integer"), depth);
        }
        else if (json.Is("boolValue"u8, "bool_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int _) => v.BoolValue = j.Bool(), depth);
        }
        else if (json.Is("doubleValue"u8, "double_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int _) => v.DoubleValue = j.Double(), depth);
        }
        else if (json.Is("arrayValue"u8, "array_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int d) => v.ArrayValue = ReadArray(ref j, d + 1), depth);
        }
        else if (json.Is("kvlistValue"u8, "kvlist_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int d) => v.KvlistValue = ReadList(ref j, d + 1), depth);
        }
        else if (json.Is("bytesValue"u8, "bytes_value"u8))
        {
            Set(ref json, value, static (ref OtlpJsonCursor j, AnyValue v, int _) => v.BytesValue = j.Base64(), depth);
        }
        else
        {
            json.Skip();
        }
    }

    private delegate void Setter(ref OtlpJsonCursor json, AnyValue value, int depth);

    // A kind that is null is a kind that is not set.
    private static void Set(ref OtlpJsonCursor json, AnyValue value, Setter set, int depth)
    {
        if (!json.TakeNull())
        {
            set(ref json, value, depth);
        }
    }

    private static ArrayValue ReadArray(ref OtlpJsonCursor json, int depth)
    {
        var array = new ArrayValue();
        json.TryEnterObject();
        while (json.NextField())
        {
            if (!json.Is("values"u8))
            {
                json.Skip();
            }
            else if (json.TryEnterArray())
            {
                while (json.NextItem())
                {
                    array.Values.Add(ReadValue(ref json, depth + 1));
                }
            }
        }

        return array;
    }

    private static KeyValueList ReadList(ref OtlpJsonCursor json, int depth)
    {
        var list = new KeyValueList();
        json.TryEnterObject();
        while (json.NextField())
        {
            if (!json.Is("values"u8))
            {
                json.Skip();
            }
            else if (json.TryEnterArray())
            {
                while (json.NextItem())
                {
                    list.Values.Add(ReadKeyValue(ref json, depth + 1));
                }
            }
        }

        return list;
    }
}
