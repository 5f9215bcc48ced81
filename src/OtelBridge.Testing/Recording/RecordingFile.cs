using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Testing.Comparing;
using OtelBridge.Testing.Files;

namespace OtelBridge.Testing.Recording;

/// <summary>The file of a recording: <c>{"version":1,"clients":[…],"exchanges":[{"request":…,"response":…}]}</c>, a line for each member, vectors on one line.</summary>
internal static class RecordingFile
{
    private const int Version = 1;

    public static (List<ClientFacts> Clients, List<Exchange> Exchanges) Read(string file)
    {
        try
        {
            var node = JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })!;
            var version = node["version"]!.GetValue<int>();
            return version == Version
                ? ([.. node["clients"]!.AsArray().Select(static client => ClientFacts.Read(client!))], [.. node["exchanges"]!.AsArray().Select(static exchange => Exchange.Read(exchange!))])
                : throw new ModelRecordingException(string.Create(CultureInfo.InvariantCulture, $"{file} is of version {version}; this one reads {Version}. Record it anew."));
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new ModelRecordingException($"{file} is no recording: {e.Message}", e);
        }
    }

    public static void Write(string file, IEnumerable<ClientFacts> clients, IEnumerable<Exchange> exchanges)
    {
        var node = new JsonObject
        {
            ["version"] = Version,
            ["clients"] = new JsonArray([.. clients.Select(static client => client.Write())]),
            ["exchanges"] = new JsonArray([.. exchanges.Select(static exchange => exchange.Write())]),
        };
        SourceFiles.Write(file, Text(node));
    }

    /// <summary>The same text for the same value.</summary>
    public static string Text(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, ReadableJson.Writing))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray { Count: > 4 } vector when vector.All(static element => element?.GetValueKind() == JsonValueKind.Number):
                writer.WriteRawValue(vector.ToJsonString());
                break;
            case JsonArray elements:
                writer.WriteStartArray();
                foreach (var element in elements)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
