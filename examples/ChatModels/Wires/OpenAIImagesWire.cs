using System.Text;
using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/images/generations</c>: always the same small picture, as often as asked.</summary>
internal sealed class OpenAIImagesWire : OtherWire
{
    // One transparent pixel.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    private const int MostPictures = 10;

    public override string Path => "/v1/images/generations";

    public override byte[] Complete(ModelRequest request, ModelAnswer answer)
    {
        var asked = request.Body.TryGetProperty("n", out var number) && number.TryGetInt32(out var count) ? count : 1;
        var pictures = Enumerable.Range(0, Math.Clamp(asked, 1, MostPictures))
            .Select(_ => new JsonObject { ["b64_json"] = Pixel, ["revised_prompt"] = answer.Text.Length > 0 ? answer.Text : null });
        var body = new JsonObject { ["created"] = Counted.Created(), ["data"] = new JsonArray([.. pictures]) };
        if (answer.Usage is { } usage && usage != ModelUsage.Unknown)
        {
            body["usage"] = new JsonObject
            {
                ["input_tokens"] = usage.Input,
                ["output_tokens"] = usage.Output,
                ["total_tokens"] = usage.Input + usage.Output,
                ["input_tokens_details"] = new JsonObject { ["text_tokens"] = usage.Input, ["image_tokens"] = 0 },
            };
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
