using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Content;

/// <summary>Writes pictures, sounds and files as parts of OpenAI's messages.</summary>
internal static class MediaPart
{
    /// <summary>Writes one with its bytes, as long as these are few.</summary>
    public static void Write(ContentJson json, DataContent content)
    {
        var size = content.Data.Length;
        var kind = Kind(content.MediaType);

        // The program's hook would not see the text of a file.
        if (size > json.Settings.MaxMediaBytes || size > json.Room / 4 * 3 - 1024 || (kind == "file" && json.Settings.RedactText is not null))
        {
            WriteDigest(json, content, size);
            return;
        }

        // An address that the program wrote itself can be three times as long as its bytes.
        var uri = kind == "audio" ? string.Empty : content.Uri;
        if (uri.Length > Math.Max(0, json.Room - 1024))
        {
            WriteDigest(json, content, size);
            return;
        }

        var writer = json.Writer;
        writer.WriteStartObject();
        switch (kind)
        {
            case "image":
                writer.WriteString("type", "image_url");
                writer.WriteStartObject("image_url");
                writer.WriteString("url", uri);
                break;
            case "audio":
                writer.WriteString("type", "input_audio");
                writer.WriteStartObject("input_audio");
                writer.WriteString("data", content.Base64Data.Span);
                json.WriteName("format", content.MediaType["audio/".Length..]);
                break;
            default:
                writer.WriteString("type", "file");
                writer.WriteStartObject("file");
                json.WriteText("filename", content.Name);
                writer.WriteString("file_data", uri);
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes one by its address.</summary>
    public static void Write(ContentJson json, UriContent content)
    {
        var writer = json.Writer;
        var kind = Kind(content.MediaType);
        writer.WriteStartObject();
        writer.WriteString("type", kind == "image" ? "image_url" : kind);
        writer.WriteStartObject(kind == "image" ? "image_url" : kind == "audio" ? "audio" : "file");
        json.WriteText("url", content.Uri.OriginalString);
        writer.WriteEndObject();
        json.WriteName("media_type", content.MediaType);
        writer.WriteEndObject();
    }

    /// <summary>Writes one by the provider's id of it.</summary>
    public static void Write(ContentJson json, HostedFileContent content)
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        writer.WriteString("type", "file");
        writer.WriteStartObject("file");
        json.WriteName("file_id", content.FileId);
        json.WriteText("filename", content.Name);
        writer.WriteEndObject();
        json.WriteName("media_type", content.MediaType);
        if (content.SizeInBytes is { } size)
        {
            writer.WriteNumber("size_bytes", size);
        }

        writer.WriteEndObject();
    }

    private static void WriteDigest(ContentJson json, DataContent content, int size)
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        writer.WriteString("type", Kind(content.MediaType));
        json.WriteName("media_type", content.MediaType);
        json.WriteText("filename", content.Name);
        writer.WriteNumber("size_bytes", size);
        writer.WriteString("sha256", MediaDigest.Of(content));
        writer.WriteEndObject();
    }

    private static string Kind(string mediaType) => mediaType.AsSpan(0, Math.Max(0, mediaType.IndexOf('/', StringComparison.Ordinal))) switch
    {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        _ => "file",
    };
}
