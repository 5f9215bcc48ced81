using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Translation;

/// <summary>What a resource says of all its spans.</summary>
/// <param name="Experiment">The experiment that it names for everything its process sends.</param>
/// <param name="ServiceName">The name of the service, of at most 250 characters; null when it has none.</param>
public readonly record struct ResourceReading(string? Experiment, string? ServiceName)
{
    private const int MaxServiceNameLength = 250;

    /// <summary>Reads a resource; an absent one says nothing.</summary>
    public static ResourceReading Of(Resource? resource) => resource is null
        ? default
        : new(Text(resource, MlflowKeys.ExperimentId), Text(resource, OTelKeys.ServiceName) is { Length: > 0 } name ? Shorten(name) : null);

    private static string? Text(Resource resource, string key) =>
        resource.Attributes.FirstOrDefault(attribute => attribute.Key == key) is { Value: { } value } ? AttributeText.Plain(value) : null;

    private static string Shorten(string name) => name.Length <= MaxServiceNameLength ? name : name[..MaxServiceNameLength];
}
