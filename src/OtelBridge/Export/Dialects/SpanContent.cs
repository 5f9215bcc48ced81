using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>What a span says in MLflow's words, read only as far as somebody asks. For one span, then disposed.</summary>
internal sealed class SpanContent(SpanDraft draft) : IDisposable
{
    /// <summary>A longer text is not parsed: it is passed on as the text it is.</summary>
    public const int MaxParsedLength = 1 << 20;

    private JsonDocument? _inputs;
    private JsonDocument? _outputs;
    private JsonDocument? _tools;
    private bool _isRead;
    private IReadOnlyList<ChatMessage>? _request;
    private IReadOnlyList<ChatMessage>? _response;

    public string? Type { get; } = draft.Get(MlflowKeys.SpanType) as string;

    public string? InputsText { get; } = Said(draft.Get(MlflowKeys.SpanInputs) as string);

    public string? OutputsText { get; } = Said(draft.Get(MlflowKeys.SpanOutputs) as string);

    /// <summary>The size of inputs and outputs.</summary>
    public long Bytes => (long)Encoding.UTF8.GetByteCount(InputsText ?? string.Empty) + Encoding.UTF8.GetByteCount(OutputsText ?? string.Empty);

    /// <summary>Whether it is the call of a model that talks.</summary>
    public bool IsTalk => Type is SpanType.Llm or SpanType.ChatModel;

    /// <summary>Whether it is the call of any model.</summary>
    public bool IsModelCall => IsTalk || Type is SpanType.Embedding or SpanType.Reranker;

    /// <summary>The inputs; null when there are none, or none that can be read.</summary>
    public JsonElement? Inputs => Read()._inputs?.RootElement;

    /// <summary>The outputs; null when there are none, or none that can be read.</summary>
    public JsonElement? Outputs => Read()._outputs?.RootElement;

    /// <summary>The chat that the operation got; one text where the inputs are no chat.</summary>
    public IReadOnlyList<ChatMessage> Request => _request ??= Messages(Inputs, InputsText, ConversationJson.User);

    /// <summary>What the operation answered; one text where the outputs are no chat.</summary>
    public IReadOnlyList<ChatMessage> Response => _response ??= Messages(Outputs, OutputsText, ConversationJson.Assistant);

    /// <summary>Whether the first message of the request was kept apart from the chat.</summary>
    public bool HasInstructions =>
        Request is [{ Role: ConversationJson.System }, _, ..] && Inputs is { } inputs
        && (inputs.Member("system", "instructions", "system_instruction", "systemInstruction")
            ?? inputs.Map("config")?.Member("system_instruction", "systemInstruction")) is not null;

    /// <summary>The model that was asked for.</summary>
    public string? RequestModel =>
        draft.Get(GenAiKeys.RequestModel) as string ?? (IsModelCall ? Inputs?.Text("model", "model_name", "modelId") : null);

    /// <summary>The model that answered.</summary>
    public string? ResponseModel =>
        draft.Get(GenAiKeys.ResponseModel) as string ?? (IsModelCall ? Outputs?.Text("model", "modelVersion", "model_version", "model_name") : null);

    /// <summary>The provider, in the words of the GenAI conventions.</summary>
    public string? Provider =>
        draft.Get(GenAiKeys.ProviderName) as string
        ?? draft.Get(GenAiKeys.System) as string
        ?? ProviderNames.OfMessageFormat(draft.Get(MlflowKeys.MessageFormat) as string);

    public string? Session => draft.Get(MlflowKeys.TraceSession) as string;

    public string? User => draft.Get(MlflowKeys.TraceUser) as string;

    /// <summary>The definitions of the tools that a model was offered, as they are; null when there are none.</summary>
    public JsonElement? Tools
    {
        get
        {
            _tools ??= Parse(draft.Get(MlflowKeys.ChatTools) as string);
            return _tools?.RootElement ?? (IsTalk && Inputs is { ValueKind: JsonValueKind.Object } inputs ? inputs : null);
        }
    }

    /// <summary>Text that an input stands for: a text, or the only text of an object, or one under a name that says so.</summary>
    public string? PlainInput(params ReadOnlySpan<string> names) => Inputs switch
    {
        { ValueKind: JsonValueKind.String } text => text.PlainText(),
        { ValueKind: JsonValueKind.Object } held => held.Text(names) ?? OnlyText(held),
        _ => null,
    };

    public void Dispose()
    {
        _inputs?.Dispose();
        _outputs?.Dispose();
        _tools?.Dispose();
    }

    /// <summary>The text of an object that has nothing else.</summary>
    private static string? OnlyText(JsonElement value)
    {
        string? found = null;
        foreach (var member in value.EnumerateObject())
        {
            if (found is not null || member.Value.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            found = member.Value.PlainText();
        }

        return found;
    }

    // What is empty says nothing: a function without parameters has inputs, too.
    private static string? Said(string? json) => json is null or "" or "null" or "{}" or "[]" or "\"\"" ? null : json;

    private static JsonDocument? Parse(string? json)
    {
        if (json is null || json.Length > MaxParsedLength || !DialectJson.BeginsAsJson(json))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return null;
        }
    }

    private static IReadOnlyList<ChatMessage> Messages(JsonElement? value, string? text, string role)
    {
        if (text is null)
        {
            return [];
        }

        if (value is { } json && ConversationJson.Read(json, role, takesText: true) is { Count: > 0 } messages)
        {
            return messages;
        }

        var said = value is { ValueKind: JsonValueKind.Object } held && OnlyText(held) is { } only ? only : value?.PlainText() ?? text;
        return said.Length > 0 ? [new ChatMessage(role, [new ChatPart(ChatPartKind.Text, said)])] : [];
    }

    private SpanContent Read()
    {
        if (!_isRead)
        {
            _isRead = true;
            _inputs = Parse(InputsText);
            _outputs = Parse(OutputsText);
        }

        return this;
    }
}
