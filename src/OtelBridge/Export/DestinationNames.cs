namespace OtelBridge.Export;

/// <summary>Names of the destinations in ledgers, events and flush results.</summary>
internal static class DestinationNames
{
    public const string Collector = "collector";
    public const string Store = "store";
}
