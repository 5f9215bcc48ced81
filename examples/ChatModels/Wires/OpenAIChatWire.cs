using System.Text.Json;
using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's <c>POST /v1/chat/completions</c>, which most other providers and local servers speak too.</summary>
internal sealed class OpenAIChatWire : IModelWire
{
    private const int ArgumentPiece = 8;

    public string Path => "/v1/chat/completions";

    public string StreamEnd => "data: [DONE]\n\n";

    public JsonNode Complete(ModelRequest request, ModelAnswer answer)
    {
        var choices = new JsonArray();
        if (answer.Fault?.Kind != ModelFaultKind.NoChoices)
        {
            foreach (var (choice, index) in Choices(answer))
            {
                choices.Add(new JsonObject
                {
                    ["index"] = index,
                    ["message"] = Message(choice),
                    ["logprobs"] = null,
                    ["finish_reason"] = FinishReason(choice),
                });
            }
        }

        var body = Envelope(request, answer, answer.Id ?? Counted.Id("chatcmpl-"), "chat.completion");
        body["choices"] = choices;
        if (Usage(request, answer) is { } usage)
        {
            body["usage"] = usage;
        }

        return body;
    }

    public IEnumerable<StreamEvent> Stream(ModelRequest request, ModelAnswer answer)
    {
        var id = answer.Id ?? Counted.Id("chatcmpl-");
        var asked = request.Body.TryGetProperty("stream_options", out var options)
            && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;
        var usage = asked ? Usage(request, answer) : null;

        if (answer.Fault?.Kind != ModelFaultKind.NoChoices)
        {
            foreach (var (choice, index) in Choices(answer))
            {
                foreach (var delta in Deltas(choice))
                {
                    yield return Chunk(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = null });
                }

                yield return Chunk(
                    new JsonObject { ["index"] = index, ["delta"] = new JsonObject(), ["logprobs"] = null, ["finish_reason"] = FinishReason(choice) });
            }
        }

        if (asked)
        {
            yield return Chunk(null);
        }

        // With include_usage each chunk has the member: null until the last one, which has no choice.
        StreamEvent Chunk(JsonObject? choice)
        {
            var body = Envelope(request, answer, id, "chat.completion.chunk");
            body["choices"] = choice is null ? new JsonArray() : new JsonArray(choice);
            if (asked)
            {
                body["usage"] = choice is null ? usage : null;
            }

            return new StreamEvent(null, body);
        }
    }

    public StreamEvent ErrorEvent(ModelFault fault) => new(null, OpenAIErrors.Body(fault));

    public JsonNode ErrorBody(ModelFault fault) => OpenAIErrors.Body(fault);

    private static IEnumerable<(ModelAnswer Choice, int Index)> Choices(ModelAnswer answer) =>
        answer.OtherChoices.Prepend(answer).Select(static (choice, index) => (choice, index));

    private static string FinishReason(ModelAnswer choice) => choice.FinishReason ?? (choice.ToolCalls.Count > 0 ? "tool_calls" : "stop");

    private static JsonObject Envelope(ModelRequest request, ModelAnswer answer, string id, string kind) => new()
    {
        ["id"] = id,
        ["object"] = kind,
        ["created"] = Counted.Created(),
        ["model"] = answer.Model ?? request.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_scripted",
    };

    private static JsonObject Message(ModelAnswer choice)
    {
        var silent = choice.Text.Length == 0 && (choice.ToolCalls.Count > 0 || choice.Refusal is not null);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = silent ? null : choice.Text, ["refusal"] = choice.Refusal };
        if (choice.Reasoning is { } reasoning)
        {
            message["reasoning_content"] = reasoning; // Not OpenAI's own: DeepSeek, vLLM and others write it.
        }

        if (choice.ToolCalls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. choice.ToolCalls.Select(static call => new JsonObject
            {
                ["id"] = call.Id ?? Counted.Id("call_"),
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
            })]);
        }

        return message;
    }

    private static IEnumerable<JsonObject> Deltas(ModelAnswer choice)
    {
        yield return new JsonObject { ["role"] = "assistant", ["content"] = choice.ToolCalls.Count > 0 ? null : "", ["refusal"] = null };
        foreach (var piece in TextPieces.Of(choice.Reasoning ?? ""))
        {
            yield return new JsonObject { ["reasoning_content"] = piece };
        }

        foreach (var piece in TextPieces.Of(choice.Text))
        {
            yield return new JsonObject { ["content"] = piece };
        }

        foreach (var piece in TextPieces.Of(choice.Refusal ?? ""))
        {
            yield return new JsonObject { ["refusal"] = piece };
        }

        // The first piece of a call names it; the following ones bring its arguments and only its index.
        foreach (var (call, index) in choice.ToolCalls.Select(static (call, index) => (call, index)))
        {
            yield return ToolDelta(new JsonObject
            {
                ["index"] = index,
                ["id"] = call.Id ?? Counted.Id("call_"),
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" },
            });
            foreach (var piece in TextPieces.Of(call.Arguments, ArgumentPiece))
            {
                yield return ToolDelta(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } });
            }
        }
    }

    private static JsonObject ToolDelta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject? Usage(ModelRequest request, ModelAnswer answer) => Counted.Usage(request, answer) is not { } usage ? null : new JsonObject
    {
        ["prompt_tokens"] = usage.Input,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Input + usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning, ["audio_tokens"] = 0 },
    };
}
