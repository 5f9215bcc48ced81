using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Testing.Recording;

/// <summary>Takes out of all texts of an exchange what the user does not want in the file.</summary>
internal sealed class Redaction(Func<string, string>? redact)
{
    public Exchange Of(Exchange exchange) => exchange with
    {
        Request = (JsonObject)Of(exchange.Request)!,
        Response = Of(exchange.Response),
        Updates = [.. exchange.Updates.Select(update => Of(update)!)],
        Failure = exchange.Failure is { } failure && redact is not null ? failure with { Message = redact(failure.Message) } : exchange.Failure,
    };

    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Of)]),
        JsonValue value when redact is not null && value.GetValueKind() == JsonValueKind.String => redact(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };
}
