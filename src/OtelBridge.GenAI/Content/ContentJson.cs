using System.Globalization;
using System.Text;
using System.Text.Json;
using OtelBridge.Configuration;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Content;

/// <summary>JSON of what a model call was given or gave: written once into a bounded buffer, in pieces that are put in order at the end.</summary>
/// <remarks>
/// The newest message says most, and what is written first is sure of its room. So lists are written from their end; what does not fit is left out and counted.
/// A writer in whose midst something fails is dropped, and its buffer with it.
/// </remarks>
internal sealed class ContentJson
{
    /// <summary>Kept free for brackets, marks and the names around a text that took all room.</summary>
    private const int MostReserve = 1024;

    /// <summary>Below this no further element is begun.</summary>
    private const int LeastRoom = 160;

    /// <summary>Bytes around the elements.</summary>
    private const int Frame = 64;

    /// <summary>Room of a name in any case, and at most.</summary>
    private const int LeastName = 64;
    private const int MostName = 1024;

    private readonly JsonTextBuffer _buffer = JsonTextBuffer.Rent();
    private readonly int _maxBytes = ContentSettings.Current.MaxBytes;

    // Bounded by the buffer.
    private readonly List<Range> _elements = [];
    private Range _members;
    private int _limit;

    public ContentJson(GenAISettings settings)
    {
        Settings = settings;
        _limit = WholeLimit;
    }

    public GenAISettings Settings { get; }

    /// <summary>Whether texts are recorded at all.</summary>
    public bool Captures => Settings.CaptureContent;

    public Utf8JsonWriter Writer => _buffer.Writer;

    /// <summary>Bytes left.</summary>
    public int Room => Math.Max(0, _limit - _buffer.Written.Length - Writer.BytesPending);

    /// <summary>Whether another element of a list can be begun.</summary>
    public bool HasRoom => Room >= LeastRoom;

    private int WholeLimit => _maxBytes - Math.Min(MostReserve, _maxBytes / 2);

    /// <summary>One value, in the order in which it is written.</summary>
    public static string Value<TState>(GenAISettings settings, TState state, Action<ContentJson, TState> write)
    {
        var json = new ContentJson(settings);
        write(json, state);
        json.Writer.Flush();
        var text = Encoding.UTF8.GetString(json._buffer.Written);
        json._buffer.Return();
        return text;
    }

    /// <summary>An object with a list and other members, of which the list gives way.</summary>
    /// <param name="settings">What is recorded.</param>
    /// <param name="list">Name of the list.</param>
    /// <param name="count">How many elements there are.</param>
    /// <param name="state">What the other two get.</param>
    /// <param name="element">Writes one element, or several.</param>
    /// <param name="members">Writes the other members.</param>
    public static string Object<TState>(
        GenAISettings settings, string list, int count, TState state, Action<ContentJson, TState, int> element, Action<ContentJson, TState> members)
    {
        var json = new ContentJson(settings);
        json._limit = json._maxBytes / 4;
        json._members = json.Piece(static (piece, both) => both.members(piece, both.state), (members, state));
        json._limit = json.WholeLimit;
        var first = count;
        while (first > 0 && (first == count || json.HasRoom))
        {
            first--;
            json._elements.Add(json.Piece(static (piece, all) => all.element(piece, all.state, all.first), (element, state, first)));
        }

        var text = json.Assemble(list, first);
        json._buffer.Return();
        return text;
    }

    /// <summary>Writes a text as it may be recorded, cut to the room.</summary>
    public void WriteText(string? text)
    {
        if (text is null)
        {
            Writer.WriteNullValue();
        }
        else
        {
            Scalars.WriteString(Writer, RedactedText.Of(text, Settings), Room);
        }
    }

    /// <summary>Writes a member that is a text, as it may be recorded; nothing where there is none.</summary>
    public void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            Writer.WritePropertyName(name);
            WriteText(text);
        }
    }

    /// <summary>Writes JSON that was made by us as a text, cut to the room; the texts in it are as they may be recorded.</summary>
    public void WriteJsonText(string json) =>
        Scalars.WriteString(Writer, Settings.RedactText is null ? json : Value(Settings, json, RedactedJson.Write), Room);

    /// <summary>Writes a member that says what something is, an id or a name, which has some room also after a text that took all; nothing where there is none.</summary>
    public void WriteName(string name, string? text)
    {
        if (text is not null)
        {
            Writer.WritePropertyName(name);
            Scalars.WriteString(Writer, text, Math.Clamp(Room, LeastName, MostName));
        }
    }

    private Range Piece<TArguments>(Action<ContentJson, TArguments> write, TArguments arguments)
    {
        var start = _buffer.Written.Length;
        write(this, arguments);
        Writer.Flush();
        Writer.Reset();
        return start.._buffer.Written.Length;
    }

    private string Assemble(string list, int leftOut)
    {
        // Names have room in any case, so an element may have passed the bound.
        var bytes = _buffer.Written.Length + _elements.Count + Frame;
        while (bytes > _maxBytes && _elements.Count > 0)
        {
            var (_, length) = _elements[^1].GetOffsetAndLength(_buffer.Written.Length);
            bytes -= length;
            leftOut++;
            _elements.RemoveAt(_elements.Count - 1);
        }

        var begin = string.Concat("{\"", list, "\":[");
        var end = leftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $"],\"{list}_left_out\":{leftOut}") : "]";

        // Without the first bracket, and with a comma instead.
        var members = _buffer.Written[_members] is { Length: > 2 } some ? some[1..] : "}"u8;
        var comma = members.Length > 1 ? "," : string.Empty;
        var characters = begin.Length + end.Length + comma.Length + Encoding.UTF8.GetCharCount(members) + Math.Max(0, _elements.Count - 1);
        foreach (var element in _elements)
        {
            characters += Encoding.UTF8.GetCharCount(_buffer.Written[element]);
        }

        return string.Create(characters, (json: this, begin, end: string.Concat(end, comma), members: Encoding.UTF8.GetString(members)), static (text, parts) =>
        {
            text = text[Put(parts.begin, text)..];
            for (var i = parts.json._elements.Count - 1; i >= 0; i--)
            {
                text = text[Encoding.UTF8.GetChars(parts.json._buffer.Written[parts.json._elements[i]], text)..];
                text = text[Put(i > 0 ? "," : string.Empty, text)..];
            }

            text = text[Put(parts.end, text)..];
            Put(parts.members, text);
        });
    }

    private static int Put(string part, Span<char> text)
    {
        part.CopyTo(text);
        return part.Length;
    }
}
