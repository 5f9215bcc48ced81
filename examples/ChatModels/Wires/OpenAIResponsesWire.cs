using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/responses</c>: what its client needs of it.</summary>
internal sealed class OpenAIResponsesWire : IModelWire
{
    private const int ArgumentPiece = 8;

    public string Path => "/v1/responses";

    public string? StreamEnd => null;

    public JsonNode Complete(ModelRequest request, ModelAnswer answer) =>
        Response(request, answer, answer.Id ?? Counted.Id("resp_"), Items(answer));

    public IEnumerable<StreamEvent> Stream(ModelRequest request, ModelAnswer answer)
    {
        var id = answer.Id ?? Counted.Id("resp_");
        var sequence = 0;
        var items = Items(answer);
        yield return Event("response.created", new JsonObject { ["response"] = Response(request, answer, id, null) });
        yield return Event("response.in_progress", new JsonObject { ["response"] = Response(request, answer, id, null) });
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index]!.AsObject();
            var itemId = item["id"]!.GetValue<string>();
            yield return Event("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = Begun(item) });
            foreach (var (name, data) in Pieces(item))
            {
                data["item_id"] = itemId;
                data["output_index"] = index;
                yield return Event(name, data);
            }

            yield return Event("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
        }

        yield return Event("response.completed", new JsonObject { ["response"] = Response(request, answer, id, Items(answer)) });

        StreamEvent Event(string name, JsonObject data)
        {
            data["type"] = name;
            data["sequence_number"] = sequence++;
            return new StreamEvent(name, data);
        }
    }

    public StreamEvent ErrorEvent(ModelFault fault) => new("error", new JsonObject
    {
        ["type"] = "error",
        ["code"] = OpenAIErrors.Code(fault) ?? "server_error",
        ["message"] = fault.Message,
        ["param"] = null,
        ["sequence_number"] = 1,
    });

    public JsonNode ErrorBody(ModelFault fault) => OpenAIErrors.Body(fault);

    private static JsonArray Items(ModelAnswer answer)
    {
        var items = new JsonArray();
        if (answer.Fault?.Kind == ModelFaultKind.NoChoices)
        {
            return items;
        }

        if (answer.Reasoning is { } reasoning)
        {
            items.Add(new JsonObject
            {
                ["id"] = Counted.Id("rs_"),
                ["type"] = "reasoning",
                ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = reasoning }),
                ["status"] = "completed",
            });
        }

        if (answer.Text.Length > 0 || answer.Refusal is not null)
        {
            items.Add(new JsonObject
            {
                ["id"] = Counted.Id("msg_"),
                ["type"] = "message",
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = new JsonArray(answer.Refusal is { } refusal
                    ? new JsonObject { ["type"] = "refusal", ["refusal"] = refusal }
                    : new JsonObject { ["type"] = "output_text", ["text"] = answer.Text, ["annotations"] = new JsonArray() }),
            });
        }

        foreach (var call in answer.ToolCalls)
        {
            items.Add(new JsonObject
            {
                ["id"] = Counted.Id("fc_"),
                ["type"] = "function_call",
                ["status"] = "completed",
                ["call_id"] = call.Id ?? Counted.Id("call_"),
                ["name"] = call.Name,
                ["arguments"] = call.Arguments,
            });
        }

        return items;
    }

    /// <summary>An item as it is announced: nothing in it yet.</summary>
    private static JsonObject Begun(JsonObject item)
    {
        var begun = item.DeepClone().AsObject();
        begun["status"] = "in_progress";
        foreach (var part in (string[])["content", "summary"])
        {
            if (begun.ContainsKey(part))
            {
                begun[part] = new JsonArray();
            }
        }

        if (begun.ContainsKey("arguments"))
        {
            begun["arguments"] = "";
        }

        return begun;
    }

    private static IEnumerable<(string Name, JsonObject Data)> Pieces(JsonObject item)
    {
        if (item["arguments"]?.GetValue<string>() is { } arguments)
        {
            foreach (var piece in TextPieces.Of(arguments, ArgumentPiece))
            {
                yield return ("response.function_call_arguments.delta", new JsonObject { ["delta"] = piece });
            }

            yield return ("response.function_call_arguments.done", new JsonObject { ["arguments"] = arguments });
        }
        else if (item["content"]?[0] is JsonObject part && part["text"]?.GetValue<string>() is { } text)
        {
            var empty = part.DeepClone().AsObject();
            empty["text"] = "";
            yield return ("response.content_part.added", new JsonObject { ["content_index"] = 0, ["part"] = empty });
            foreach (var piece in TextPieces.Of(text))
            {
                yield return ("response.output_text.delta", new JsonObject { ["content_index"] = 0, ["delta"] = piece, ["logprobs"] = new JsonArray() });
            }

            yield return ("response.output_text.done", new JsonObject { ["content_index"] = 0, ["text"] = text, ["logprobs"] = new JsonArray() });
            yield return ("response.content_part.done", new JsonObject { ["content_index"] = 0, ["part"] = part.DeepClone() });
        }
    }

    /// <summary>The response; without items it has only begun.</summary>
    private static JsonObject Response(ModelRequest request, ModelAnswer answer, string id, JsonArray? items)
    {
        var response = new JsonObject
        {
            ["id"] = id,
            ["object"] = "response",
            ["created_at"] = Counted.Created(),
            ["status"] = items is null ? "in_progress" : answer.FinishReason == "length" ? "incomplete" : "completed",
            ["error"] = null,
            ["incomplete_details"] = answer.FinishReason == "length" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
            ["instructions"] = null,
            ["model"] = answer.Model ?? request.Model,
            ["output"] = items ?? [],
            ["parallel_tool_calls"] = true,
            ["previous_response_id"] = null,
            ["store"] = true,
            ["temperature"] = 1.0,
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["top_p"] = 1.0,
            ["metadata"] = new JsonObject(),
            ["usage"] = null,
        };
        if (items is not null && Counted.Usage(request, answer) is { } usage)
        {
            response["usage"] = new JsonObject
            {
                ["input_tokens"] = usage.Input,
                ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead },
                ["output_tokens"] = usage.Output,
                ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning },
                ["total_tokens"] = usage.Input + usage.Output,
            };
        }

        return response;
    }
}
