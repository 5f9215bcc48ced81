using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Puts a list together again that came as one attribute a member.</summary>
/// <remarks><c>llm.input_messages.0.message.role</c> becomes <c>{"messages":[{"role":…}]}</c>.</remarks>
internal static class FlattenedJson
{
    // Deeper than any dialect goes.
    private const int MaxSegments = 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What may stand beside a text that is all a list has to say.
    private static readonly string[] SaidOfEveryText = ["role", "finish_reason"];

    /// <summary>Writes the list; null when the span has nothing of it, or one plain text alone where that stands for itself.</summary>
    public static string? Write(Span span, FlattenedList list)
    {
        var root = new Node();
        for (var i = 0; i < span.Attributes.Count; i++)
        {
            if (span.Attributes[i] is { Value: { } value, Key: var key } && key.StartsWith(list.Prefix, StringComparison.Ordinal))
            {
                Put(root, key[list.Prefix.Length..], value);
            }
        }

        if (root.Members.Count == 0 || IsOneText(root, list.PlainText))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(list.Name);
            Write(writer, root);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Put(Node root, string path, AnyValue value)
    {
        var segments = path.Split('.', MaxSegments);
        if (!IsIndex(segments[0]))
        {
            return;
        }

        var node = root;
        foreach (var segment in segments)
        {
            if (!node.Members.TryGetValue(segment, out var member))
            {
                node.Members[segment] = member = new Node();
            }

            node = member;
        }

        node.Value ??= value;
    }

    private static bool IsOneText(Node list, string? member) =>
        member is not null && list.Members.Count == 1
        && list.Members.Values.First().Members is var members && members.Keys.All(name => name == member || SaidOfEveryText.Contains(name))
        && members.Values.All(node => node.Members.Count == 0);

    private static void Write(Utf8JsonWriter writer, Node node)
    {
        if (node.Members.Count == 0)
        {
            writer.WriteRawValue(node.Value is { } value ? AnyValueJson.Write(value) : "null");
        }
        else if (node.Members.Keys.All(IsIndex))
        {
            writer.WriteStartArray();
            foreach (var (_, element) in node.Members.OrderBy(member => int.Parse(member.Key, NumberStyles.None, CultureInfo.InvariantCulture)))
            {
                Write(writer, Unwrapped(element));
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (var (name, member) in node.Members)
            {
                writer.WritePropertyName(name);
                Write(writer, member);
            }

            writer.WriteEndObject();
        }
    }

    // Each element of OpenInference's lists is an object with one member, named after the element.
    private static Node Unwrapped(Node element) =>
        element.Members.Count == 1 && element.Members.Values.First() is { Members.Count: > 0 } only && !only.Members.Keys.All(IsIndex)
            ? only
            : element;

    private static bool IsIndex(string segment) => segment.Length is > 0 and < 10 && segment.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A value, or the members of an object or list.</summary>
    private sealed class Node
    {
        public AnyValue? Value { get; set; }

        public Dictionary<string, Node> Members { get; } = new(StringComparer.Ordinal); // bounded by the attributes of the span
    }
}
