using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Server.Rest;

/// <summary>Numbers as protobuf writes them in JSON.</summary>
internal static class RestNumbers
{
    /// <summary>Writes a number; the three that JSON has no numbers for by their names.</summary>
    public static void WriteDouble(Utf8JsonWriter json, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
