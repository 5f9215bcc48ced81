namespace ChatModels.Wires;

/// <summary>The endpoints that a scripted server has.</summary>
internal static class ModelWires
{
    private static readonly IModelWire[] Chats = [new OpenAIChatWire(), new OpenAIResponsesWire(), new AnthropicWire()];

    private static readonly OtherWire[] Others =
        [new OpenAIEmbeddingsWire(), new OpenAIImagesWire(), new OpenAITranscriptionsWire(), new OpenAISpeechWire()];

    public static IModelWire? ChatOf(string path) => Array.Find(Chats, wire => wire.Path == path);

    public static OtherWire? OtherOf(string path) => Array.Find(Others, wire => wire.Path == path);
}
