using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatModels.Scripting;

namespace ChatWithTools.Shop;

/// <summary>What the local model answers: it asks for the tools that a question needs, and puts their results into sentences.</summary>
internal static partial class ShopScript
{
    private const string Help = "I can look up an order by its number, and say what shipping costs to Lisbon or Oslo. I am a script and no language model.";

    public static ModelScript Create() => new(Answer);

    private static ModelAnswer Answer(ModelRequest request)
    {
        if (request.ToolResults is { Count: > 0 } results)
        {
            return ModelAnswer.Says(string.Join(' ', results.Select(Sentence)));
        }

        ModelToolCall[] calls = [.. OrderCalls(request.LastUserText), .. ShippingCalls(request)];
        return calls.Length > 0 ? ModelAnswer.Calls(calls) : ModelAnswer.Says(Help);
    }

    private static IEnumerable<ModelToolCall> OrderCalls(string question) =>
        OrderNumber().Matches(question).Select(static number => new ModelToolCall("find_order", $$"""{"number":{{number.Value}}}"""));

    private static IEnumerable<ModelToolCall> ShippingCalls(ModelRequest request) =>
        request.Asks("ship") ? Cities().Matches(request.LastUserText).Select(static city => new ModelToolCall("shipping_price", $$"""{"city":"{{city.Value}}"}""")) : [];

    private static string Sentence(string result)
    {
        try
        {
            return JsonNode.Parse(result) switch
            {
                JsonObject order when order["article"] is not null => $"Your order {order["number"]}, {order["article"]}, {order["status"]}.",
                JsonValue price => string.Create(CultureInfo.InvariantCulture, $"Shipping costs {(decimal)price:0.00} euros."),
                _ => Missing(result),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or System.Text.Json.JsonException)
        {
            return Missing(result);
        }
    }

    // What the tool said when it failed.
    private static string Missing(string result) => $"That did not work: {result}";

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex OrderNumber();

    [GeneratedRegex("Lisbon|Oslo")]
    private static partial Regex Cities();
}
