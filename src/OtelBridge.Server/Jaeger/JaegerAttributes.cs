using System.Text.Json;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Jaeger;

/// <summary>Reads the attributes that a search asks for.</summary>
internal static class JaegerAttributes
{
    // More are no search that a person wrote.
    private const int MaxAttributes = 64;

    /// <summary>Reads <c>{"http.status_code":"500","error":"true"}</c>.</summary>
    public static IEnumerable<SpanAttributeMatch> Read(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(member => Of(member.Name, member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()!
                    : throw JaegerCall.BadParameter(name, "every value is a string")))]
                : throw JaegerCall.BadParameter(name, "it is a JSON object of strings");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is no valid Unicode
        {
            throw JaegerCall.BadParameter(name, "it is not valid JSON");
        }
    }

    /// <summary>Reads <c>key:value</c>.</summary>
    public static SpanAttributeMatch ReadPair(string name, string text) => text.Split(':', 2) is [var key, var value]
        ? Of(key, value)
        : throw JaegerCall.BadParameter(name, "it is written key:value");

    /// <summary>Checks that there are not too many.</summary>
    public static IReadOnlyList<SpanAttributeMatch> Check(string name, IReadOnlyList<SpanAttributeMatch> attributes) => attributes.Count <= MaxAttributes
        ? attributes
        : throw JaegerCall.BadParameter(name, FormattableString.Invariant($"there are more than {MaxAttributes} attributes"));

    private static SpanAttributeMatch Of(string key, string value) => new([key], value);
}
