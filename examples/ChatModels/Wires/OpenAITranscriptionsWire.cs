using System.Text;
using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/audio/transcriptions</c>, whatever is said in the audio.</summary>
internal sealed class OpenAITranscriptionsWire : OtherWire
{
    public override string Path => "/v1/audio/transcriptions";

    public override ModelAnswer Usual { get; } = ModelAnswer.Says("This is what was said.");

    public override byte[] Complete(ModelRequest request, ModelAnswer answer)
    {
        var body = new JsonObject { ["text"] = answer.Text };
        if (answer.Usage is { } usage && usage != ModelUsage.Unknown)
        {
            body["usage"] = new JsonObject
            {
                ["type"] = "tokens",
                ["input_tokens"] = usage.Input,
                ["output_tokens"] = usage.Output,
                ["total_tokens"] = usage.Input + usage.Output,
            };
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
