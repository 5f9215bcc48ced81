namespace Agents.Handoff;

/// <summary>The agents of a bicycle shop: one that finds out what a customer wants, and two that do it.</summary>
internal static class ShopAgents
{
    /// <summary>Makes them, each knowing the ones it can hand on to.</summary>
    /// <returns>The one that every conversation begins with.</returns>
    public static Agent Create()
    {
        var triage = new Agent("Triage", "Find out what the customer wants, and hand the conversation on to the agent who does it.");
        var refunds = new Agent("Refunds", "Pay back what a customer returns. Look the order up first. Hand everything else back.");
        var sales = new Agent("Sales", "Sell parts for bicycles. Look prices up, never guess them.");

        triage
            .Can("transfer_to_refunds", "Hands on to who pays money back.", () => refunds)
            .Can("transfer_to_sales", "Hands on to who sells.", () => sales);
        refunds
            .Can("find_order", "Finds an order by its number.", static (int number) => new { number, article = "a pair of pedals", price = 42.90m, city = "Lisbon" })
            .Can("issue_refund", "Pays the price of an order back.", static (int number, decimal amount) => $"refund R-{number} of {amount:0.00} euros is on its way")
            .Can("transfer_to_triage", "Hands back when it is about something else.", () => triage);
        sales
            .Can("find_price", "Looks the price of a part up.", static (string part) => part == "pump" ? 24.50m : 9.90m)
            .Can("transfer_to_triage", "Hands back when it is about something else.", () => triage);
        return triage;
    }
}
