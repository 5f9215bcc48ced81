using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>Walks one value and writes it as JSON within a bound of bytes and of depth.</summary>
/// <remarks>
/// A walk of our own over System.Text.Json's contracts, since the serialiser itself cannot stop at a bound, and loses the
/// whole value when one getter throws. Every level closes what it opened, so the text is valid JSON wherever the bound fell.
/// Cycles are written as null, as <c>ReferenceHandler.IgnoreCycles</c> does.
/// </remarks>
internal ref struct ValueWalker(Utf8JsonWriter writer, ContentSettings settings)
{
    private const int MaxDepth = 64;

    /// <summary>Kept free for the marks and brackets that close a value at the bound: 64 levels and a mark on each of two.</summary>
    private const int Reserve = 256;

    private readonly int _maxBytes = settings.MaxBytes - Reserve;

    // The objects being written, outermost first; at most MaxDepth.
    private Ancestors _ancestors;
    private int _depth;

    private readonly int Remaining => Math.Max(0, (int)(_maxBytes - writer.BytesCommitted - writer.BytesPending));

    public void Write(object? value)
    {
        switch (value)
        {
            case JsonElement element: WriteElement(element); break;
            case JsonDocument document: WriteElement(document.RootElement); break;
            default:
                if (!Scalars.TryWrite(writer, value, Remaining))
                {
                    WriteShaped(value);
                }

                break;
        }
    }

    private void WriteShaped(object value)
    {
        var shape = settings.Shapes.Of(value.GetType());
        if (shape.Kind == ShapeKind.Opaque)
        {
            WriteString(value as Type is { } type ? TypeName.Of(type) : shape.Name ?? string.Empty);
            return;
        }

        if (shape.Kind == ShapeKind.Text)
        {
            WriteString(value.ToString() ?? string.Empty);
            return;
        }

        if (shape.Converter is { } converter)
        {
            WriteConverted(converter, value);
            return;
        }

        if (!TryEnter(value))
        {
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Object: WriteObject(value, shape.Properties); break;
            case ShapeKind.Dictionary: WriteDictionary((IDictionary)value); break;
            case ShapeKind.PairSequence: WritePairs((IEnumerable)value); break;
            case ShapeKind.Tuple: WriteTuple((ITuple)value); break;
            case ShapeKind.Exception: WriteException((Exception)value); break;
            default: WriteSequence((IEnumerable)value); break;
        }

        _depth--;
    }

    /// <summary>Notes the value as being written; writes what stands for it when it must not be entered.</summary>
    private bool TryEnter(object value)
    {
        if (_depth == MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            writer.WriteStringValue(Marks.TooDeep);
            return false;
        }

        if (!value.GetType().IsValueType)
        {
            foreach (var ancestor in ((ReadOnlySpan<object?>)_ancestors)[.._depth])
            {
                if (ReferenceEquals(ancestor, value))
                {
                    writer.WriteNullValue();
                    return false;
                }
            }
        }

        _ancestors[_depth++] = value;
        return true;
    }

    private void WriteObject(object value, PropertyShape[] properties)
    {
        writer.WriteStartObject();
        WriteMembers(value, properties);
        writer.WriteEndObject();
    }

    private void WriteMembers(object value, PropertyShape[] properties)
    {
        foreach (var property in properties)
        {
            if (Remaining == 0)
            {
                writer.WriteString(Marks.CutMember, Marks.CutMemberValue);
                return;
            }

            WriteMember(value, property);
        }
    }

    private void WriteMember(object owner, PropertyShape property)
    {
        object? value;
        try
        {
            value = property.Get(owner);
            if (property.ShouldWrite?.Invoke(owner, value) == false)
            {
                return;
            }
        }
        catch (Exception e)
        {
            writer.WriteString(property.Name, Marks.Threw(e));
            return;
        }

        if (property.IsExtensionData)
        {
            WriteExtensionData(value);
            return;
        }

        writer.WritePropertyName(property.Name);
        if (value is not null && property.Converter is { } converter)
        {
            WriteConverted(converter, value);
        }
        else
        {
            Write(value);
        }
    }

    private void WriteExtensionData(object? value)
    {
        switch (value)
        {
            case IDictionary dictionary: WriteEntries(dictionary); break;
            case IEnumerable pairs: WritePairEntries(pairs); break;
            default: break;
        }
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        writer.WriteStartObject();
        WriteEntries(dictionary);
        writer.WriteEndObject();
    }

    private void WriteEntries(IDictionary dictionary)
    {
        try
        {
            // Entries of other threads' changes throw here, not at the caller.
            var entries = dictionary.GetEnumerator();
            using var _ = entries as IDisposable;
            while (entries.MoveNext())
            {
                if (!TryWriteKey(entries.Key))
                {
                    return;
                }

                Write(entries.Value);
            }
        }
        catch (Exception e)
        {
            writer.WriteString(Marks.ErrorMember, Marks.Threw(e));
        }
    }

    private void WritePairs(IEnumerable pairs)
    {
        writer.WriteStartObject();
        WritePairEntries(pairs);
        writer.WriteEndObject();
    }

    private void WritePairEntries(IEnumerable pairs)
    {
        try
        {
            foreach (var pair in pairs)
            {
                if (pair is KeyValuePair<string, object?> plain)
                {
                    if (!TryWriteKey(plain.Key))
                    {
                        return;
                    }

                    Write(plain.Value);
                }
                else if (pair is null || !TryWritePair(pair))
                {
                    return;
                }
            }
        }
        catch (Exception e)
        {
            writer.WriteString(Marks.ErrorMember, Marks.Threw(e));
        }
    }

    private bool TryWritePair(object pair)
    {
        var members = settings.Shapes.Of(pair.GetType()).Properties;
        if (members.Length != 2 || !TryWriteKey(members[0].Get(pair)))
        {
            return false;
        }

        Write(members[1].Get(pair));
        return true;
    }

    /// <summary>Writes a key; at the bound writes the mark instead and returns false.</summary>
    private bool TryWriteKey(object? key)
    {
        var text = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? "null";
        if (text.Length > Remaining / Scalars.MaxBytesPerCharacter)
        {
            writer.WriteString(Marks.CutMember, Marks.CutMemberValue);
            return false;
        }

        writer.WritePropertyName(settings.Shapes.KeyName(text));
        return true;
    }

    private void WriteSequence(IEnumerable sequence)
    {
        writer.WriteStartArray();
        try
        {
            foreach (var item in sequence)
            {
                if (Remaining == 0)
                {
                    writer.WriteStringValue(Marks.Cut);
                    break;
                }

                Write(item);
            }
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
        }

        writer.WriteEndArray();
    }

    private void WriteTuple(ITuple tuple)
    {
        writer.WriteStartArray();
        try
        {
            for (var i = 0; i < tuple.Length && Remaining > 0; i++)
            {
                Write(tuple[i]);
            }
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
        }

        writer.WriteEndArray();
    }

    private void WriteException(Exception exception)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TypeName.Of(exception.GetType()));
        writer.WritePropertyName("message");
        WriteString(ExceptionText.Message(exception));
        if (exception.InnerException is { } inner)
        {
            writer.WritePropertyName("innerException");
            Write(inner);
        }

        writer.WriteEndObject();
    }

    private readonly void WriteConverted(ValueConverter converter, object value)
    {
        try
        {
            if (!converter.TryWrite(writer, value, Remaining))
            {
                writer.WriteStringValue(Marks.Cut);
            }
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
        }
    }

    private void WriteElement(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array && _depth == MaxDepth)
        {
            writer.WriteStringValue(Marks.TooDeep);
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object: WriteElementObject(element); break;
            case JsonValueKind.Array: WriteElementArray(element); break;
            case JsonValueKind.String: WriteString(element.GetString() ?? string.Empty); break;
            case JsonValueKind.Undefined: writer.WriteNullValue(); break;
            default: element.WriteTo(writer); break;
        }
    }

    private void WriteElementObject(JsonElement element)
    {
        writer.WriteStartObject();
        _ancestors[_depth++] = null;
        foreach (var member in element.EnumerateObject())
        {
            if (!TryWriteKey(member.Name))
            {
                break;
            }

            WriteElement(member.Value);
        }

        _depth--;
        writer.WriteEndObject();
    }

    private void WriteElementArray(JsonElement element)
    {
        writer.WriteStartArray();
        _ancestors[_depth++] = null;
        foreach (var item in element.EnumerateArray())
        {
            if (Remaining == 0)
            {
                writer.WriteStringValue(Marks.Cut);
                break;
            }

            WriteElement(item);
        }

        _depth--;
        writer.WriteEndArray();
    }

    private readonly void WriteString(string text) => Scalars.WriteString(writer, text, Remaining);

    [InlineArray(MaxDepth)]
    private struct Ancestors
    {
        private object? _first;
    }
}
