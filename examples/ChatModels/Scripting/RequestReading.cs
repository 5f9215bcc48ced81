using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatModels.Scripting;

/// <summary>Reads what a client sent: JSON, or a form whose text fields become an object.</summary>
internal static class RequestReading
{
    public static async Task<ModelRequest> ReadAsync(HttpRequest request)
    {
        var headers = request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new ModelRequest(request.Path, await BodyAsync(request), headers);
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return JsonSerializer.SerializeToElement(form.ToDictionary(static field => field.Key, static field => field.Value.ToString()));
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // No JSON is no message; the script sees an empty request.
        }
    }
}
