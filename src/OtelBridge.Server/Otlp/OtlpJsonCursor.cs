using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Otlp;

/// <summary>Reads protobuf's JSON scalars, and OTLP's hex ids, off a text; every error knows its place.</summary>
/// <remarks>
/// A field's value is read while the cursor stands on its name, an item's while it stands on the item. As protobuf's JSON asks: null means
/// not set, 64-bit integers may be text, floating point may be the texts NaN, Infinity and -Infinity.
/// </remarks>
internal ref struct OtlpJsonCursor
{
    // Every level of an OTLP message is an object and at most one array; protobuf itself stops at 100 levels.
    private const int MaxJsonDepth = 256;

    // Parts between two looks at the limit: a few megabytes of memory.
    private const int PartsAtOnce = 1 << 16;

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _maxSize;
    private readonly Action<long>? _held;
    private Utf8JsonReader _json;
    private long _parts;

    /// <summary>Begins a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxSize">The limit of what its objects may count as, see <see cref="MessageParts"/>.</param>
    /// <param name="held">Told what they count as.</param>
    public OtlpJsonCursor(ReadOnlySpan<byte> utf8, int maxSize = int.MaxValue, Action<long>? held = null)
    {
        _maxSize = maxSize;
        _held = held;
        _text = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        if (!Utf8.IsValid(_text))
        {
            throw At("The text is not valid UTF-8", FirstInvalidByte(_text));
        }

        _json = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
    }

    /// <summary>Moves to the first token.</summary>
    public void Start() => _json.Read();

    /// <summary>Makes sure that nothing but white space follows.</summary>
    public void End() => _json.Read();

    /// <summary>Steps into an object; false for null.</summary>
    /// <exception cref="MessageTooLargeException">There were too many.</exception>
    public bool TryEnterObject()
    {
        if (++_parts % PartsAtOnce == 0)
        {
            MessageParts.Hold(_parts, _maxSize, _held);
        }

        return TryEnter(JsonTokenType.StartObject, "an object");
    }

    /// <summary>Moves to the next field of the object; false at its end.</summary>
    public bool NextField()
    {
        if (!_json.Read() || _json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        // Before it is compared with names: a comparison would not say what is wrong with it.
        if (_json.ValueIsEscaped)
        {
            Unescape();
        }

        return true;
    }

    /// <summary>Whether the field has this name, in lowerCamelCase or as the proto file has it.</summary>
    public readonly bool Is(ReadOnlySpan<byte> camelCase, ReadOnlySpan<byte> protoName) =>
        _json.ValueTextEquals(camelCase) || _json.ValueTextEquals(protoName);

    /// <inheritdoc cref="Is(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    /// <summary>The name of the field, where names are data.</summary>
    public readonly string FieldName() => Unescape();

    /// <summary>Steps into an array; false for null.</summary>
    public bool TryEnterArray() => TryEnter(JsonTokenType.StartArray, "an array");

    /// <summary>Moves to the next item of the array; false at its end.</summary>
    public bool NextItem() => _json.Read() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>Passes over the value of a field that is not known, or over an item.</summary>
    public void Skip()
    {
        ToValue();
        _json.Skip();
    }

    /// <summary>Passes over null; false, and nothing moved past, for any other value.</summary>
    public bool TakeNull()
    {
        ToValue();
        return _json.TokenType == JsonTokenType.Null;
    }

    public string Text()
    {
        if (TakeNull())
        {
            return "";
        }

        Expect(JsonTokenType.String, "a string");
        return Unescape();
    }

    /// <summary>A string as it is; a number or boolean as it is written.</summary>
    public string ScalarText()
    {
        ToValue();
        return _json.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
            ? Encoding.UTF8.GetString(_json.ValueSpan)
            : Text();
    }

    public bool Bool()
    {
        if (TakeNull())
        {
            return false;
        }

        return _json.TokenType is JsonTokenType.True or JsonTokenType.False ? _json.GetBoolean() : throw Unexpected("true or false");
    }

    /// <summary>An integer, as a number or as text; <c>5.0</c> and <c>5e2</c> are integers too.</summary>
    public T Integer<T>(string expected)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (TakeNull())
        {
            return T.Zero;
        }

        if (_json.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            throw Unexpected(expected);
        }

        if (T.TryParse(_json.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        return decimal.TryParse(_json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.IsInteger(number)
            && number >= decimal.CreateChecked(T.MinValue)
            && number <= decimal.CreateChecked(T.MaxValue)
            ? T.CreateChecked(number)
            : throw Unexpected(expected);
    }

    public double Double()
    {
        const string Expected = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
        if (TakeNull())
        {
            return 0;
        }

        if (_json.TokenType is not (JsonTokenType.Number or JsonTokenType.String)
            || !double.TryParse(_json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw Unexpected(Expected);
        }

        return double.IsInfinity(value) && _json.TokenType == JsonTokenType.Number ? throw Error("The number does not fit a double") : value;
    }

    /// <summary>An id of OTLP/JSON: hex digits in either letter case.</summary>
    public ByteString HexId()
    {
        if (TakeNull())
        {
            return ByteString.Empty;
        }

        Expect(JsonTokenType.String, "an id as hex digits");
        var id = new byte[_json.ValueSpan.Length / 2];
        return _json.ValueSpan.Length % 2 == 0
            && Convert.FromHexString(_json.ValueSpan, id, out _, out _) == OperationStatus.Done
            ? UnsafeByteOperations.UnsafeWrap(id)
            : throw Unexpected("an id as hex digits");
    }

    /// <summary>Bytes in Base64, standard or URL-safe, with or without padding.</summary>
    public ByteString Base64()
    {
        if (TakeNull())
        {
            return ByteString.Empty;
        }

        Expect(JsonTokenType.String, "bytes in Base64");
        if (!_json.ValueIsEscaped && _json.TryGetBytesFromBase64(out var bytes)) // of half a surrogate pair it makes an error of its own
        {
            return UnsafeByteOperations.UnsafeWrap(bytes);
        }

        var text = Text().Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(text)
            ? UnsafeByteOperations.UnsafeWrap(Base64Url.DecodeFromChars(text))
            : throw Unexpected("bytes in Base64");
    }

    /// <summary>An enum value by number (also one that is not known) or by name.</summary>
    public int Enum(EnumDescriptor type)
    {
        ToValue();
        return _json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped
            && type.FindValueByName(_json.GetString()) is { } value
            ? value.Number
            : Integer<int>($"a number or a name of {type.Name}");
    }

    /// <summary>An error at the current token.</summary>
    public readonly OtlpJsonException Error(string message, Exception? innerException = null) =>
        At(message, _json.TokenStartIndex, innerException);

    private readonly OtlpJsonException Unexpected(string expected) => Error($"Expected {expected}, found {Describe(_json.TokenType)}");

    private readonly OtlpJsonException At(string message, long position, Exception? innerException = null)
    {
        var before = _text[..(int)position];
        return new OtlpJsonException(
            message, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'), innerException);
    }

    private readonly string Unescape()
    {
        try
        {
            return _json.GetString()!; // not null: the token is a string or a name
        }
        catch (InvalidOperationException e)
        {
            throw Error("The string holds half of a surrogate pair", e);
        }
    }

    private bool TryEnter(JsonTokenType start, string expected)
    {
        if (TakeNull())
        {
            return false;
        }

        Expect(start, expected);
        return true;
    }

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type)
        {
            throw Unexpected(expected);
        }
    }

    private void ToValue()
    {
        if (_json.TokenType == JsonTokenType.PropertyName)
        {
            _json.Read();
        }
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(text[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "another string",
        JsonTokenType.Number => "another number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "the end",
    };
}
