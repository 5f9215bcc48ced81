using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>The attributes of a span and its resource as texts, all that Zipkin's tags hold; what the span says wins.</summary>
internal sealed class AttributeTexts
{
    // The first that a resource has names its service.
    private static readonly string[] ServiceNames = [OTelKeys.ServiceName, PeerKeys.FaasName, PeerKeys.KubernetesDeployment, PeerKeys.ProcessExecutable];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal); // bounded by the attributes

    public AttributeTexts(Resource? resource, Span span)
    {
        Add(resource?.Attributes);
        foreach (var key in ServiceNames)
        {
            if (Find(key) is { } name)
            {
                ServiceName = name;
                _texts.Remove(key);
                break;
            }
        }

        Add(span.Attributes);
    }

    /// <summary>The name of the service, which has a place of its own; null when the resource names none.</summary>
    public string? ServiceName { get; }

    public IEnumerable<KeyValuePair<string, string>> All => _texts;

    /// <summary>The text of an attribute; null when there is none, or an empty one.</summary>
    public string? Find(string key) => _texts.TryGetValue(key, out var text) && text.Length > 0 ? text : null;

    private void Add(IEnumerable<KeyValue>? attributes)
    {
        foreach (var attribute in attributes ?? [])
        {
            _texts[attribute.Key] = TextOf(attribute.Value);
        }
    }

    private static string TextOf(AnyValue? value) => value?.ValueCase switch
    {
        null or AnyValue.ValueOneofCase.None => string.Empty,
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        AnyValue.ValueOneofCase.DoubleValue when !double.IsFinite(value.DoubleValue) => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        _ => AnyValueJson.Write(value),
    };
}
