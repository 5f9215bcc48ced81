using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <summary>Walks one value and writes it as JSON within a bound of bytes and of depth.</summary>
/// <remarks>
/// A walk of our own over System.Text.Json's contracts, since the serialiser itself cannot stop at a bound, and loses the
/// whole value when one getter throws. Every level closes what it opened, so the text is valid JSON wherever the bound fell.
/// Cycles are written as null, as <c>ReferenceHandler.IgnoreCycles</c> does.
/// </remarks>
internal ref partial struct ValueWalker(Utf8JsonWriter writer, ContentSettings settings)
{
    private const int MaxDepth = 64;

    /// <summary>Kept free for what closes a value at the bound: the brackets of 64 levels, the marks, and the one number that crossed it.</summary>
    private const int Reserve = 320;

    /// <summary>Objects that say they were cut, innermost first; those around them end without a word.</summary>
    private const int MaxCutMembers = 4;

    private readonly int _maxBytes = settings.MaxBytes - Reserve;

    // The objects being written, outermost first; at most MaxDepth.
    private Ancestors _ancestors;
    private int _depth;
    private int _cutMembers;

    private readonly long Position => writer.BytesCommitted + writer.BytesPending;

    private readonly int Remaining => (int)Math.Max(0, _maxBytes - Position);

    /// <summary>Writes the value, or a mark when it cannot be read; either way exactly one JSON value, which callers rely on.</summary>
    public void Write(object? value)
    {
        if (Scalars.TryWrite(writer, value, Remaining))
        {
            return;
        }

        var (depth, position) = (_depth, Position);
        try
        {
            WriteCompound(value);
        }
        catch (Exception e) when (Position == position)
        {
            // For example an element whose document was disposed.
            _depth = depth;
            writer.WriteStringValue(Marks.Threw(e));
        }
    }

    private void WriteCompound(object value)
    {
        switch (value)
        {
            case JsonElement element: WriteElement(element); break;
            case JsonDocument document: WriteElement(document.RootElement); break;
            default: WriteShaped(value); break;
        }
    }

    private void WriteCutMember()
    {
        if (_cutMembers++ < MaxCutMembers)
        {
            writer.WriteString(Marks.CutMember, Marks.CutMemberValue);
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
            if (property.Name.EncodedUtf8Bytes.Length >= Remaining)
            {
                WriteCutMember();
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
                // Read before the key is written: a key without a value would break the text.
                var value = entries.Value;
                if (!TryWriteKey(entries.Key))
                {
                    return;
                }

                Write(value);
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
                var written = pair switch
                {
                    KeyValuePair<string, object?> plain => TryWriteEntry(plain.Key, plain.Value),
                    KeyValuePair<string, JsonNode?> node => TryWriteEntry(node.Key, node.Value),
                    null => false,
                    _ => TryWritePair(pair),
                };
                if (!written)
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
        return members.Length == 2 && TryWriteEntry(members[0].Get(pair), members[1].Get(pair));
    }

    private bool TryWriteEntry(object? key, object? value)
    {
        if (!TryWriteKey(key))
        {
            return false;
        }

        Write(value);
        return true;
    }

    /// <summary>Writes a key; at the bound writes the mark instead and returns false.</summary>
    private bool TryWriteKey(object? key)
    {
        var text = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? "null";
        if (text.Length > Remaining / Scalars.MaxBytesPerCharacter)
        {
            WriteCutMember();
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
            if (!converter.TryWrite(writer, value, Remaining, MaxDepth - _depth))
            {
                writer.WriteStringValue(Marks.Cut);
            }
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
        }
    }

    private readonly void WriteString(string text) => Scalars.WriteString(writer, text, Remaining);

    [InlineArray(MaxDepth)]
    private struct Ancestors
    {
        private object? _first;
    }
}
