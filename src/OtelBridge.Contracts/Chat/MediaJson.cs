using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Reads an image, a sound or a file: by address, by the provider's id, or with its bytes.</summary>
internal static class MediaJson
{
    // Where the members stand: in the part, or in an object inside it.
    private static readonly string[] Holders = ["source", "image_url", "image", "input_audio", "audio", "file"];

    private static readonly string[] TypeNames = ["mime_type", "mimeType", "media_type", "mediaType"];

    /// <summary>Reads a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="kind">What it calls itself.</param>
    public static ChatPart Read(JsonElement part, string kind)
    {
        var media = part.Map(Holders) is { } held ? held.Map(Holders) ?? held : part;
        var type = media.Text(TypeNames) ?? part.Text(TypeNames) ?? media.Text("format") ?? part.Text("modality");
        return new ChatPart(ChatPartKind.Media, media.Text("transcript") ?? part.Text("transcript"))
        {
            MediaType = type ?? kind switch
            {
                "image_url" or "input_image" => "image",
                "input_audio" => "audio",
                "input_file" => "file",
                _ => kind,
            },
            Name = media.Text("filename", "name", "file_name") ?? part.Text("filename", "title"),
            Uri = media.Text("url", "uri", "file_uri", "fileUri", "image_url") ?? Bytes(media, type) ?? media.Text("file_id", "fileId", "id"),
        };
    }

    private static string? Bytes(JsonElement media, string? type)
    {
        var data = media.Text("data", "file_data", "content", "image", "file");
        return data is null || data.StartsWith("data:", StringComparison.Ordinal) || data.Contains("://", StringComparison.Ordinal)
            ? data
            : $"data:{type};base64,{data}";
    }
}
