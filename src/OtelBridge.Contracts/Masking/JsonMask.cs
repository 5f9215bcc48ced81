using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Masking;

/// <summary>Writes one JSON text again without what rules hide. Used once.</summary>
/// <remarks>Read and written token by token, so that depth costs no stack. Trailing commas and comments, which are left out, must not hide anything.</remarks>
internal sealed class JsonMask : IDisposable
{
    private const int MaxDepth = 512;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true };

    private static readonly JsonWriterOptions Writing = new()
    {
        MaxDepth = MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    private readonly MaskRules _rules;
    private readonly TextMask _texts;
    private readonly MaskBudget _budget;
    private readonly int _level;

    // A little longer than what is read.
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Utf8JsonWriter _writer;

    // At most MaxDepth.
    private readonly Stack<Frame> _frames = new();
    private ReadOnlyMemory<byte> _input;
    private string? _name;
    private bool _hasNames;
    private bool _hasHidden;
    private bool _isChanged;
    private bool _isRemoved;

    public JsonMask(MaskRules rules, TextMask texts, MaskBudget budget, int level)
    {
        (_rules, _texts, _budget, _level) = (rules, texts, budget, level);
        _writer = new Utf8JsonWriter(_output, Writing);
    }

    /// <summary>Gets the masked text, when there is one.</summary>
    public string Text => Encoding.UTF8.GetString(_output.WrittenSpan);

    public JsonMaskResult Mask(string text)
    {
        var plain = text.AsSpan().TrimStart('\uFEFF');
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(plain));
        try
        {
            _input = bytes.AsMemory(0, Encoding.UTF8.GetBytes(plain, bytes));
            return Walk();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    public void Dispose() => _writer.Dispose();

    private JsonMaskResult Walk()
    {
        var reader = new Utf8JsonReader(_input.Span, Reading);
        try
        {
            while (reader.Read())
            {
                Token(ref reader);
            }
        }
        catch (JsonException)
        {
            // Behind a name, or at the end of a path, there may have been more. Deeper than can be read, there may be anything.
            return (_rules.HavePlaces && _hasNames) || _hasHidden || reader.CurrentDepth >= MaxDepth - 1 ? JsonMaskResult.NotJudged : JsonMaskResult.NotJson;
        }
        catch (InvalidOperationException)
        {
            // An escape that means no character.
            return JsonMaskResult.NotJudged;
        }

        _writer.Flush();
        return _isRemoved ? JsonMaskResult.Removed : _isChanged ? JsonMaskResult.Changed : JsonMaskResult.Unchanged;
    }

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString();
                _hasNames = true;
                break;
            case JsonTokenType.EndObject:
                _frames.Pop();
                _writer.WriteEndObject();
                break;
            case JsonTokenType.EndArray:
                _frames.Pop();
                _writer.WriteEndArray();
                break;
            case JsonTokenType.Comment:
                _isChanged = true;
                break;
            default:
                Value(ref reader);
                break;
        }
    }

    private void Value(ref Utf8JsonReader reader)
    {
        var place = Enter(out var effect);
        if (effect is not null)
        {
            Hide(ref reader, effect);
            return;
        }

        WriteName();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _writer.WriteStartObject();
                _frames.Push(new Frame(place));
                break;
            case JsonTokenType.StartArray:
                _writer.WriteStartArray();
                _frames.Push(new Frame(place));
                break;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                Write(ref reader, text, _texts.Mask(text, _budget, level: _level + 1) ?? string.Empty);
                break;
            case JsonTokenType.Number when _rules.Patterns.Count > 0:
                var number = Encoding.UTF8.GetString(reader.ValueSpan);
                Write(ref reader, number, _texts.Patterns(number, _budget));
                break;
            default:
                _writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    /// <summary>Where the value stands, and what hides it there.</summary>
    private PathPlace Enter(out MaskEffect? effect)
    {
        if (!_frames.TryPop(out var frame))
        {
            effect = _rules.OfRoot();
            return PathPlace.Root(_rules);
        }

        _frames.Push(frame with { Index = frame.Index + 1 });
        var place = frame.Place.Step(_rules, _name, frame.Index, out effect);
        effect = (_name is null ? null : _rules.OfKey(_name)) ?? effect;
        return place;
    }

    private void Hide(ref Utf8JsonReader reader, MaskEffect effect)
    {
        _isChanged = _hasHidden = true;
        var start = (int)reader.TokenStartIndex;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : null;
        reader.Skip();
        if (effect.Of(text ?? Encoding.UTF8.GetString(_input.Span[start..(int)reader.BytesConsumed])) is { } shown)
        {
            WriteName();
            _writer.WriteStringValue(shown);
        }
        else
        {
            _isRemoved = _frames.Count == 0;
            _name = null;
        }
    }

    // What is not changed stays as it was written, escapes and digits alike.
    private void Write(ref Utf8JsonReader reader, string text, string masked)
    {
        if (masked == text)
        {
            _writer.WriteRawValue(_input.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], skipInputValidation: true);
        }
        else
        {
            _isChanged = true;
            _writer.WriteStringValue(masked);
        }
    }

    private void WriteName()
    {
        if (_name is { } name)
        {
            var shown = _texts.Patterns(name, _budget);
            _isChanged |= shown != name;
            _writer.WritePropertyName(shown);
            _name = null;
        }
    }

    /// <summary>An object or array that the walk is in.</summary>
    private readonly record struct Frame(PathPlace Place, int Index = 0);
}
