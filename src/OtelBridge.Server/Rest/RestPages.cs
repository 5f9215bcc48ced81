using System.Text.Json;

namespace OtelBridge.Server.Rest;

/// <summary>Lists with a token for what follows; neither is written where it is empty.</summary>
internal static class RestPages
{
    public static async Task WriteAsync<T>(RestCall call, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write, string nextPageToken)
    {
        if (items.Count > 0)
        {
            call.Json.WriteStartArray(name);
            foreach (var item in items)
            {
                write(call.Json, item);
                await call.SendLargeAsync();
            }

            call.Json.WriteEndArray();
        }

        if (nextPageToken.Length > 0)
        {
            call.Json.WriteString("next_page_token"u8, nextPageToken);
        }
    }
}
