using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Store.Storage;

/// <summary>How many items come before a page, in MLflow's form: base64 of <c>{"offset": N}</c>.</summary>
internal static class OffsetToken
{
    // Items before the page are counted through.
    private const int MaxOffset = 100_000_000;

    public static string Write(int offset) =>
        Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset": {{offset}}}""")));

    /// <summary>Reads a token; 0 when it is empty.</summary>
    /// <exception cref="InvalidPageTokenException">The text is no token.</exception>
    public static int Read(string token)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        try
        {
            // Both alphabets of base64 are about.
            var bytes = Base64Url.DecodeFromChars(token.Trim().TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.GetProperty("offset").TryGetInt32(out var offset) && offset is >= 0 and <= MaxOffset ? offset : throw Invalid();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Invalid();
        }
    }

    private static InvalidPageTokenException Invalid() => new("Invalid page token. Pass the token of the previous page unchanged, or none for the first page.");
}
