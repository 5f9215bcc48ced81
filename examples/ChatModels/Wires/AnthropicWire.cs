using System.Text.Json;
using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>Anthropic's <c>POST /v1/messages</c>.</summary>
internal sealed class AnthropicWire : IModelWire
{
    private const int InputPiece = 8;
    private const string Signature = "c2NyaXB0ZWQ=";

    public string Path => "/v1/messages";

    public string? StreamEnd => null;

    public JsonNode Complete(ModelRequest request, ModelAnswer answer)
    {
        var message = Message(request, answer);
        foreach (var block in Blocks(answer))
        {
            message["content"]!.AsArray().Add(block);
        }

        message["stop_reason"] = StopReason(answer);
        message["usage"] = Usage(request, answer);
        return message;
    }

    public IEnumerable<StreamEvent> Stream(ModelRequest request, ModelAnswer answer)
    {
        var message = Message(request, answer);
        var usage = Usage(request, answer);
        var begun = usage?.DeepClone().AsObject();
        if (begun is not null)
        {
            begun["output_tokens"] = 1; // What the real one says before it has written anything.
            message["usage"] = begun;
        }

        yield return Event("message_start", new JsonObject { ["message"] = message });
        yield return Event("ping", []);
        var index = 0;
        foreach (var block in Blocks(answer))
        {
            yield return Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = Begun(block) });
            foreach (var delta in Deltas(block))
            {
                yield return Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });
            }

            yield return Event("content_block_stop", new JsonObject { ["index"] = index });
            index++;
        }

        var end = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason(answer), ["stop_sequence"] = null } };
        if (usage is not null)
        {
            end["usage"] = usage;
        }

        yield return Event("message_delta", end);
        yield return Event("message_stop", []);
    }

    public StreamEvent ErrorEvent(ModelFault fault) => new("error", ErrorBody(fault));

    public JsonNode ErrorBody(ModelFault fault) => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = fault.Code ?? Type(fault.Status), ["message"] = fault.Message },
        ["request_id"] = Counted.Id("req_"),
    };

    private static StreamEvent Event(string name, JsonObject data)
    {
        data.Insert(0, "type", name);
        return new StreamEvent(name, data);
    }

    private static JsonObject Message(ModelRequest request, ModelAnswer answer) => new()
    {
        ["id"] = answer.Id ?? Counted.Id("msg_"),
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = answer.Model ?? request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = null,
    };

    private static List<JsonObject> Blocks(ModelAnswer answer)
    {
        List<JsonObject> blocks = [];
        if (answer.Fault?.Kind == ModelFaultKind.NoChoices)
        {
            return blocks;
        }

        if (answer.Reasoning is { } reasoning)
        {
            blocks.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = reasoning, ["signature"] = Signature });
        }

        if ((answer.Refusal ?? answer.Text) is { Length: > 0 } text)
        {
            blocks.Add(new JsonObject { ["type"] = "text", ["text"] = text, ["citations"] = null });
        }

        blocks.AddRange(answer.ToolCalls.Select(static call => new JsonObject
        {
            ["type"] = "tool_use",
            ["id"] = call.Id ?? Counted.Id("toolu_"),
            ["name"] = call.Name,
            ["input"] = Input(call.Arguments),
        }));
        return blocks;
    }

    /// <summary>The arguments as JSON; what is none comes as a text, which only a stream can carry as it is.</summary>
    private static JsonNode Input(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments) ?? new JsonObject();
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private static JsonObject Begun(JsonObject block)
    {
        var begun = block.DeepClone().AsObject();
        switch (Kind(block))
        {
            case "text":
                begun["text"] = "";
                break;
            case "thinking":
                begun["thinking"] = "";
                begun["signature"] = "";
                break;
            default:
                begun["input"] = new JsonObject();
                break;
        }

        return begun;
    }

    private static IEnumerable<JsonObject> Deltas(JsonObject block)
    {
        switch (Kind(block))
        {
            case "text":
                return TextPieces.Of(block["text"]!.GetValue<string>())
                    .Select(static piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece });
            case "thinking":
                return TextPieces.Of(block["thinking"]!.GetValue<string>())
                    .Select(static piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece })
                    .Append(new JsonObject { ["type"] = "signature_delta", ["signature"] = Signature });
            default:
                var input = block["input"]!;
                var text = input is JsonValue value && value.TryGetValue(out string? broken) ? broken : input.ToJsonString();
                return TextPieces.Of(text, InputPiece).Prepend("")
                    .Select(static piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece });
        }
    }

    private static string Kind(JsonObject block) => block["type"]!.GetValue<string>();

    private static string StopReason(ModelAnswer answer) => answer.FinishReason
        ?? (answer.Refusal is not null ? "refusal" : answer.ToolCalls.Count > 0 ? "tool_use" : "end_turn");

    /// <summary>Anthropic counts what came from and went to the cache beside the input, not in it.</summary>
    private static JsonObject? Usage(ModelRequest request, ModelAnswer answer) => Counted.Usage(request, answer) is not { } usage ? null : new JsonObject
    {
        ["input_tokens"] = usage.Input - usage.CacheRead - usage.CacheWrite,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["output_tokens"] = usage.Output,
        ["service_tier"] = "standard",
    };

    private static string Type(int status) => status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        529 or 0 => "overloaded_error",
        _ => "api_error",
    };
}
