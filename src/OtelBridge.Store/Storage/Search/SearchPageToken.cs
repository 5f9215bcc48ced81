using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Where a page of a search ended: the values of the order there, and what was searched for. Or, as MLflow has it, how many to pass over.</summary>
/// <remarks>Text: base64url of a JSON array, the query's mark first; or base64 of <c>{"offset": N}</c>.</remarks>
internal sealed record SearchPageToken(IReadOnlyList<object?>? Position, int Offset)
{
    private const int MarkBytes = 12;

    // Offsets are counted through; whoever is that far down pages by our tokens.
    private const int MaxOffset = 1_000_000;

    public static SearchPageToken Start { get; } = new(null, 0);

    /// <summary>Writes the token after a position.</summary>
    public static string Write(IReadOnlyList<object?> position, TraceQuery query)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            json.WriteStringValue(Mark(query));
            foreach (var value in position)
            {
                switch (value)
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case var text:
                        json.WriteStringValue((string)text);
                        break;
                }
            }

            json.WriteEndArray();
        }

        return Base64Url.EncodeToString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads a token; the place before the first item when it is empty.</summary>
    /// <exception cref="InvalidPageTokenException">The text is no token, or one of another query.</exception>
    public static SearchPageToken Read(TraceQuery query, IReadOnlyList<OrderColumn> columns)
    {
        if (query.PageToken.Length == 0)
        {
            return Start;
        }

        try
        {
            // MLflow's are plain base64, padded; both alphabets are taken.
            var bytes = Base64Url.DecodeFromChars(query.PageToken.Trim().TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                return root.TryGetProperty("offset"u8, out var offset) && offset.TryGetInt32(out var count) && count is >= 0 and <= MaxOffset
                    ? new SearchPageToken(null, count)
                    : throw Invalid("Pass the token of the previous page unchanged, or none for the first page.");
            }

            var items = root.EnumerateArray().ToArray();
            if (items.Length == 0 || items[0].GetString() != Mark(query))
            {
                throw Invalid("It belongs to another search: pass it with the experiments, filter and order that it came from.");
            }

            object?[] position = [.. items.Skip(1).Select(Value)];
            return position.Length == columns.Count && columns.Zip(position).All(static pair => pair.First.Takes(pair.Second))
                ? new SearchPageToken(position, 0)
                : throw Invalid("Pass the token of the previous page unchanged, or none for the first page.");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid("Pass the token of the previous page unchanged, or none for the first page.");
        }
    }

    private static InvalidPageTokenException Invalid(string advice) => new($"Invalid page token. {advice}");

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt64(),
        _ => value.GetString(),
    };

    // What is asked, in short. Not a secret: it tells mistakes, not attacks, and a forged position finds only what a search finds.
    private static string Mark(TraceQuery query)
    {
        var text = JsonSerializer.Serialize(
            [string.Join(',', query.ExperimentIds.Order(StringComparer.Ordinal)), query.Filter, .. query.OrderBy], SearchJsonContext.Default.StringArray);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, MarkBytes));
    }
}
