using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace ChatWithTools.Shop;

/// <summary>What the model may call: methods of this program, described for it.</summary>
internal static class ShopTools
{
    private static readonly Order[] Orders =
    [
        new(1042, "a touring bicycle, frame size 56", "Lisbon", "left the workshop on Monday, arrives on Thursday"),
        new(1043, "two inner tubes", "Oslo", "waits for payment"),
    ];

    /// <summary>Gets the functions as the model sees them: names, descriptions and schemas come from the methods.</summary>
    public static IReadOnlyList<AITool> All { get; } =
    [
        AIFunctionFactory.Create(FindOrder, "find_order"),
        AIFunctionFactory.Create(ShippingPriceAsync, "shipping_price"),
    ];

    [Description("Finds an order of the shop by its number.")]
    private static Order FindOrder([Description("The number on the invoice.")] int number) =>
        Orders.FirstOrDefault(order => order.Number == number) ?? throw new KeyNotFoundException($"There is no order {number}.");

    [Description("What it costs to ship a bicycle to a city, in euros.")]
    private static async Task<decimal> ShippingPriceAsync(
        [Description("The city, in English.")] string city, [Description("How many bicycles.")] int count = 1, CancellationToken cancellationToken = default)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken); // as if a carrier were asked
        return city switch { "Lisbon" => 49.50m, "Oslo" => 71.00m, _ => 90.00m } * count;
    }
}
