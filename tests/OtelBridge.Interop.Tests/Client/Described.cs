using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>Entities as text, to compare them whole: their collections compare by identity.</summary>
internal static class Described
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Of<T>(T entity) => JsonSerializer.Serialize(Sorted(JsonSerializer.SerializeToElement<object?>(entity, Options)), Options);

    // Maps have no order.
    private static object? Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new SortedDictionary<string, object?>(value.EnumerateObject().ToDictionary(m => m.Name, m => Sorted(m.Value)), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(Sorted).ToList(),
        _ => value,
    };
}
