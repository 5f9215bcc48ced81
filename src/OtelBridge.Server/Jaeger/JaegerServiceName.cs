namespace OtelBridge.Server.Jaeger;

/// <summary>How Jaeger calls services that have no name.</summary>
internal static class JaegerServiceName
{
    private const string None = "OTLPResourceNoServiceName";

    /// <summary>Gives Jaeger's name of a service of the store.</summary>
    public static string Of(string? name) => string.IsNullOrEmpty(name) ? None : name;

    /// <summary>Gives the store's name of a service of Jaeger.</summary>
    public static string Read(string name) => name == None ? string.Empty : name;
}
