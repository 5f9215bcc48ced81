using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>OpenAI's error body, which its endpoints share.</summary>
internal static class OpenAIErrors
{
    public static JsonNode Body(ModelFault fault) => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = fault.Message, ["type"] = Type(fault.Status), ["param"] = null, ["code"] = Code(fault) },
    };

    public static string? Code(ModelFault fault) => fault.Code ?? fault.Status switch
    {
        401 => "invalid_api_key",
        404 => "model_not_found",
        429 => "rate_limit_exceeded",
        _ => null,
    };

    private static string Type(int status) => status switch
    {
        429 => "rate_limit_error",
        >= 400 and < 500 => "invalid_request_error",
        _ => "server_error",
    };
}
