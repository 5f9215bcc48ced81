using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/audio/speech</c>: bytes that stand for the audio.</summary>
internal sealed class OpenAISpeechWire : OtherWire
{
    private const int AudioLength = 1024;

    public override string Path => "/v1/audio/speech";

    public override string ContentType => "audio/mpeg";

    public override byte[] Complete(ModelRequest request, ModelAnswer answer) => new byte[AudioLength];
}
