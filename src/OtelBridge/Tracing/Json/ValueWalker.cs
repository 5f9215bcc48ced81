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

    /// <summary>Objects and arrays that say they were cut, innermost first; those around them end without a word.</summary>
    private const int MaxCutMarks = 4;

    private readonly int _maxBytes = settings.MaxBytes - Reserve;

    // The objects being written, outermost first; at most MaxDepth.
    private Ancestors _ancestors;
    private int _depth;
    private int _cutMarks;
    private long _deadline;
    private bool _mayBeLate;
    private bool _late;

    private readonly long Position => writer.BytesCommitted + writer.BytesPending;

    private readonly int Remaining => _late ? 0 : (int)Math.Max(0, _maxBytes - Position);

    /// <summary>Writes the value, or a mark when it cannot be read; either way exactly one JSON value, which callers rely on.</summary>
    public void Write(object? value)
    {
        if (!settings.Shapes.ConvertsScalars && Scalars.TryWrite(writer, value, Remaining))
        {
            return;
        }

        if (value is null)
        {
            writer.WriteNullValue();
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
        if (settings.Shapes.ConvertsScalars && !settings.Shapes.Of(value.GetType()).IsOfUser && Scalars.TryWrite(writer, value, Remaining))
        {
            return;
        }

        switch (value)
        {
            case JsonElement element: WriteElement(element); break;
            case JsonDocument document: WriteElement(document.RootElement); break;
            case JsonValue node: WriteNode(node); break;
            default: WriteShaped(value); break;
        }
    }

    private void WriteCutMember()
    {
        if (_cutMarks++ < MaxCutMarks)
        {
            writer.WriteString(Marks.CutMember, _late ? Marks.LateMemberValue : Marks.CutMemberValue);
        }
    }

    private void WriteCutItem()
    {
        if (_cutMarks++ < MaxCutMarks)
        {
            writer.WriteStringValue(_late ? Marks.Late : Marks.Cut);
        }
    }

    private void WriteShaped(object value)
    {
        var shape = settings.Shapes.Of(value.GetType());
        if (shape.Kind != ShapeKind.Object)
        {
            StartClock();
        }

        if (shape.Kind == ShapeKind.Opaque)
        {
            WriteString(value as Type is { } type ? TypeName.Of(type) : shape.Name ?? string.Empty);
            return;
        }

        if (shape.Kind == ShapeKind.Text)
        {
            WriteString((value is IFormattable text ? text.ToString(null, CultureInfo.InvariantCulture) : value.ToString()) ?? string.Empty);
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
            case ShapeKind.Replaced: WriteReplaced(value, shape); break;
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
        for (var i = 0; i < properties.Length; i++)
        {
            var property = properties[i];
            if (property.RunsCode)
            {
                StartClock();
            }

            // Before the first one nothing of the object has run yet.
            if ((i > 0 && IsLate()) || property.Name.EncodedUtf8Bytes.Length >= Remaining)
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

    private void WriteSequence(IEnumerable sequence)
    {
        writer.WriteStartArray();
        try
        {
            foreach (var item in sequence)
            {
                if (Remaining == 0)
                {
                    WriteCutItem();
                    break;
                }

                Write(item);
                if (IsLate())
                {
                    // Not asked for another one, which may never come.
                    WriteCutItem();
                    break;
                }
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
            for (var i = 0; i < tuple.Length; i++)
            {
                if (IsLate() || Remaining == 0)
                {
                    WriteCutItem();
                    break;
                }

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

    private void WriteReplaced(object value, TypeShape shape)
    {
        object? other;
        try
        {
            other = shape.Replace?.Invoke(value);
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
            return;
        }

        Write(other);
    }

    private void WriteConverted(ValueConverter converter, object value)
    {
        // One that a member asks for runs also where the members are but read.
        StartClock();
        try
        {
            if (!converter.TryWrite(writer, value, Remaining, MaxDepth - _depth, settings.Clock, _deadline))
            {
                writer.WriteStringValue(IsLate() ? Marks.Late : Marks.Cut);
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
