using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/embeddings</c>. Texts that share words get vectors that lie near each other, so that retrieval works.</summary>
internal sealed class OpenAIEmbeddingsWire : OtherWire
{
    private const int UsualDimensions = 256;
    private const int MostDimensions = 4096;

    public override string Path => "/v1/embeddings";

    public override byte[] Complete(ModelRequest request, ModelAnswer answer)
    {
        var inputs = Inputs(request.Body);
        var asText = request.Body.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
        var dimensions = request.Body.TryGetProperty("dimensions", out var asked) && asked.TryGetInt32(out var number)
            ? Math.Clamp(number, 1, MostDimensions)
            : UsualDimensions;
        var data = new JsonArray();
        foreach (var (input, index) in inputs.Select(static (input, index) => (input, index)))
        {
            data.Add(new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = Written(WordVector.Of(input, dimensions), asText) });
        }

        var body = new JsonObject { ["object"] = "list", ["data"] = data, ["model"] = answer.Model ?? request.Model };
        if (answer.Usage != ModelUsage.Unknown)
        {
            var tokens = answer.Usage?.Input ?? inputs.Sum(static input => 1L + input.AsSpan().Count(' '));
            body["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens };
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static List<string> Inputs(JsonElement body) => !body.TryGetProperty("input", out var input) ? [] : input.ValueKind switch
    {
        JsonValueKind.Array => [.. input.EnumerateArray().Select(static text => text.ToString())],
        _ => [input.ToString()],
    };

    private static JsonNode Written(float[] vector, bool asText) => asText
        ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))
        : new JsonArray([.. vector.Select(static number => (JsonNode)number)]);
}
