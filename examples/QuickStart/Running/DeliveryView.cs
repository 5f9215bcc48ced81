using OtelBridge;
using OtelBridge.Export;
using Spectre.Console;

namespace QuickStart.Running;

/// <summary>Prints what became of the spans, by destination: the SDK's own books.</summary>
internal static class DeliveryView
{
    public static void Write(IAnsiConsole screen, MlflowTracing tracing)
    {
        screen.Heading("Where the spans went");
        if (tracing.Delivery.Count == 0)
        {
            screen.Warn("Nowhere: there is no destination.");
        }

        foreach (var destination in tracing.Delivery)
        {
            screen.Fact(destination.Name, $"{destination.Endpoint}   {Counts(destination)}");
            if (destination.TotalDropped > 0 || destination.Queued > 0)
            {
                screen.Warn(Advice(destination));
            }
        }
    }

    private static string Counts(DestinationDelivery destination)
    {
        var counts = $"{destination.Sent} spans delivered, {destination.TotalDropped} dropped";
        var reasons = string.Join(", ", destination.Dropped.Select(static drop => $"{drop.Key} {drop.Value}"));
        return string.Concat(
            counts,
            reasons.Length > 0 ? $" ({reasons})" : string.Empty,
            destination.Queued > 0 ? $", {destination.Queued} still waiting" : string.Empty);
    }

    private static string Advice(DestinationDelivery destination) =>
        destination.Dropped.ContainsKey(DropReason.Unreachable) || destination.Queued > 0
            ? $"The {destination.Name} at {destination.Endpoint} does not answer. Is it running there? Nothing waited for it: neither the answers nor another destination."
            : $"The {destination.Name} at {destination.Endpoint} did not take every span; the event source 'OtelBridge' says why.";
}
