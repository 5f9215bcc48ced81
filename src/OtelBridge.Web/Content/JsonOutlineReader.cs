using System.Text;
using System.Text.Json;

namespace OtelBridge.Web.Content;

/// <summary>Goes through a JSON text once, and keeps the nodes that are shown.</summary>
internal sealed class JsonOutlineReader(int at, int from)
{
    private readonly List<JsonFrame> _frames = []; // bounded by the reader's depth
    private int _nodes = ContentLimits.Nodes;
    private string _path = JsonPath.Root;
    private JsonNode? _top;

    public JsonOutline? Read(ReadOnlySpan<byte> json, Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _frames[^1].Named((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    if (Close() && at > 0)
                    {
                        return new JsonOutline(_path, _top!);
                    }

                    break;
                default:
                    if (Open(json, ref reader))
                    {
                        return new JsonOutline(_path, _top!);
                    }

                    break;
            }
        }

        return _top is null ? null : new JsonOutline(_path, _top);
    }

    // Says whether all is there that was asked for.
    private bool Open(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var isContainer = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
        var node = NodeOf(json, ref reader);
        if (isContainer)
        {
            _frames.Add(new JsonFrame(reader.TokenType == JsonTokenType.StartArray, node));
            return false;
        }

        if (node is not null)
        {
            SetText(node, ref reader);
        }

        return node is not null && node == _top && at > 0;
    }

    private bool Close()
    {
        var closed = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        if (closed.Node is { } node)
        {
            node.Count = closed.Index + 1;
        }

        return closed.Node is not null && closed.Node == _top;
    }

    private JsonNode? NodeOf(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var parent = _frames.Count > 0 ? _frames[^1] : null;
        if (parent is not null)
        {
            parent.Index++;
        }

        if (_top is null)
        {
            if (start != at && !(at == 0 && parent is null))
            {
                return null;
            }

            _path = JsonPath.Of(json, _frames);
            return _top = new JsonNode(KindOf(reader.TokenType), start) { From = from, Key = parent?.Key(json) ?? "", Step = "" };
        }

        if (parent?.Node is not { } above || above.Level >= ContentLimits.Levels || parent.Index < above.From
            || above.Children.Count >= ContentLimits.Members || _nodes <= 0)
        {
            return null;
        }

        _nodes--;
        var node = new JsonNode(KindOf(reader.TokenType), start) { Key = parent.Key(json), Step = parent.Step(json), Level = above.Level + 1 };
        above.Add(node);
        return node;
    }

    private static void SetText(JsonNode node, ref Utf8JsonReader reader)
    {
        node.Length = reader.ValueSpan.Length;
        if (reader.TokenType == JsonTokenType.String)
        {
            (node.Text, node.Shown) = JsonText.Read(reader.ValueSpan, ContentLimits.Value);
            node.IsCut = node.Shown < reader.ValueSpan.Length;
        }
        else
        {
            var shown = reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, ContentLimits.Value)]; // a number may have any number of digits
            node.Text = Encoding.UTF8.GetString(shown);
            node.IsCut = shown.Length < reader.ValueSpan.Length;
        }
    }

    private static JsonKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKind.Map,
        JsonTokenType.StartArray => JsonKind.List,
        JsonTokenType.String => JsonKind.Text,
        JsonTokenType.Number => JsonKind.Number,
        _ => JsonKind.Literal,
    };
}
