using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>Stands in for the API of OpenAI: chat completions (streamed and not), responses, embeddings.</summary>
/// <remarks>
/// Offered a tool it asks for it, with 11 tokens in and 5 out; given the tool's answer, or without tools, it answers <see cref="Answer"/>, with 21 in
/// (4 of them cached) and 7 out (3 of them thought); an embedding takes 6. An unknown model is refused.
/// </remarks>
internal sealed class OpenAiStandIn : IAsyncDisposable
{
    public const string Answer = "It is sunny in Bern.";
    public const string AnsweringModel = "gpt-4o-mini-2024-07-18";

    private const string Arguments = """{"city":"Bern"}""";

    private static readonly float[] Vector = [0.25f, -0.5f, 0.75f];

    private readonly LoopbackHttpServer _server;

    private OpenAiStandIn(LoopbackHttpServer server) => _server = server;

    /// <summary>What clients call the base URL.</summary>
    public Uri Address => new(_server.Address, "v1");

    public static async Task<OpenAiStandIn> StartAsync() => new(await LoopbackHttpServer.StartAsync(AnswerAsync, HttpProtocols.Http1));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        if ((string?)request["model"] is "no-such-model")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await WriteAsync(context, Parse("""{"error":{"message":"There is no such model.","type":"invalid_request_error","code":"model_not_found"}}"""));
            return;
        }

        switch (context.Request.Path.Value)
        {
            case "/v1/chat/completions" when (bool?)request["stream"] == true:
                await StreamAsync(context, (bool?)request["stream_options"]?["include_usage"] == true);
                break;
            case "/v1/chat/completions":
                await WriteAsync(context, Completion(AsksForTool(request, "messages", "role", "tool")));
                break;
            case "/v1/responses":
                await WriteAsync(context, Response(request, AsksForTool(request, "input", "type", "function_call_output")));
                break;
            case "/v1/embeddings":
                await WriteAsync(context, Embeddings(request));
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static bool AsksForTool(JsonObject request, string list, string key, string answered) =>
        request["tools"] is JsonArray { Count: > 0 } && (request[list] is not JsonArray items || items.All(item => (string?)item![key] != answered));

    private static JsonNode Completion(bool asks)
    {
        var completion = Parse($$"""{"id":"chatcmpl-{{(asks ? 1 : 2)}}","object":"chat.completion","created":1700000000,"model":"{{AnsweringModel}}"}""");
        var message = asks
            ? Parse("""{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather"}}]}""")
            : Parse($$"""{"role":"assistant","content":"{{Answer}}"}""");
        if (asks)
        {
            message["tool_calls"]![0]!["function"]!["arguments"] = Arguments;
        }

        completion["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = asks ? "tool_calls" : "stop" });
        completion["usage"] = ChatUsage(asks);
        return completion;
    }

    private static JsonNode ChatUsage(bool asks) => Parse(asks
        ? """{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}"""
        : """
          {"prompt_tokens":21,"completion_tokens":7,"total_tokens":28,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}}
          """);

    private static async Task StreamAsync(HttpContext context, bool withUsage)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var word in Answer.Split(' ').Select((word, i) => i == 0 ? word : " " + word))
        {
            await SendAsync(new JsonObject { ["role"] = "assistant", ["content"] = word }, null);
        }

        await SendAsync([], "stop");
        if (withUsage)
        {
            var last = Chunk([]);
            last["usage"] = ChatUsage(asks: false);
            await context.Response.WriteAsync($"data: {last.ToJsonString()}\n\n");
        }

        await context.Response.WriteAsync("data: [DONE]\n\n");

        Task SendAsync(JsonObject delta, string? finishReason) => context.Response.WriteAsync(
            $"data: {Chunk([new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }]).ToJsonString()}\n\n");
    }

    private static JsonObject Chunk(JsonArray choices)
    {
        var chunk = Parse($$"""{"id":"chatcmpl-2","object":"chat.completion.chunk","created":1700000000,"model":"{{AnsweringModel}}"}""").AsObject();
        chunk["choices"] = choices;
        return chunk;
    }

    private static JsonNode Response(JsonObject request, bool asks)
    {
        var response = Parse($$"""
            {"id":"resp_{{(asks ? 1 : 2)}}","object":"response","created_at":1700000000,"status":"completed","model":"{{AnsweringModel}}","parallel_tool_calls":true,
             "tool_choice":"auto","error":null,"incomplete_details":null,"metadata":{},"temperature":1,"top_p":1}
            """);
        response["instructions"] = request["instructions"]?.DeepClone();
        response["tools"] = request["tools"]?.DeepClone() ?? new JsonArray();
        response["output"] = asks
            ? new JsonArray(new JsonObject
            {
                ["id"] = "fc_1",
                ["type"] = "function_call",
                ["status"] = "completed",
                ["call_id"] = "call_1",
                ["name"] = "weather",
                ["arguments"] = Arguments,
            })
            : Parse($$"""[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{Answer}}","annotations":[]}]}]""");
        response["usage"] = Parse(asks
            ? """{"input_tokens":11,"output_tokens":5,"total_tokens":16,"input_tokens_details":{"cached_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}"""
            : """{"input_tokens":21,"output_tokens":7,"total_tokens":28,"input_tokens_details":{"cached_tokens":4},"output_tokens_details":{"reasoning_tokens":3}}""");
        return response;
    }

    private static JsonObject Embeddings(JsonObject request)
    {
        var count = request["input"] is JsonArray several ? several.Count : 1;
        var data = Enumerable.Range(0, count).Select(i => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = i,
            ["embedding"] = (string?)request["encoding_format"] == "base64"
                ? JsonValue.Create(Convert.ToBase64String(MemoryMarshal.AsBytes(Vector.AsSpan())))
                : new JsonArray([.. Vector.Select(number => JsonValue.Create(number))]),
        });
        return new JsonObject
        {
            ["object"] = "list",
            ["model"] = (string?)request["model"],
            ["data"] = new JsonArray([.. data]),
            ["usage"] = Parse("""{"prompt_tokens":6,"total_tokens":6}"""),
        };
    }

    private static Task WriteAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(JsonSerializerOptions.Default));
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
