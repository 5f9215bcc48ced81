using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Rest.Access;

/// <summary>Quotas in JSON: <c>{"spans_per_second": 100, "bytes_per_day": "10GB", "searches": "off"}</c>.</summary>
internal static class QuotaJson
{
    private const string Name = "quota";

    /// <summary>Reads the field <c>quota</c>; none when it is absent.</summary>
    /// <exception cref="GrpcException">It is not a quota.</exception>
    public static Quota Read(RestFields fields) => ReadChange(fields)?.ApplyTo(Quota.None) ?? Quota.None;

    /// <summary>Reads the field <c>quota</c> as what is to be said otherwise: null for what the server decides from now on. Nothing when it is absent.</summary>
    /// <exception cref="GrpcException">It is not a quota.</exception>
    public static QuotaChange? ReadChange(RestFields fields)
    {
        if (fields.AnyOrNull(Name) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.Object
                ? new QuotaChange([.. value.EnumerateObject().Select(Read)])
                : throw new FormatException("it is an object such as {\"spans_per_second\": 100, \"searches\": \"off\"}.");
        }
        catch (FormatException e)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"{Name}: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"{Name}: there is text in it that is no valid Unicode.");
        }
    }

    /// <summary>Writes what is said of a quota, and what was stored under it today.</summary>
    public static void Write(Utf8JsonWriter json, Quota quota, QuotaUse? today)
    {
        json.WriteStartObject(Name);
        foreach (var field in QuotaField.All)
        {
            switch (field.Get(quota))
            {
                case null:
                    break;
                case 0:
                    json.WriteString(field.Name, Quota.Off);
                    break;
                case { } value:
                    json.WriteNumber(field.Name, value);
                    break;
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("today"u8);
        json.WriteNumber("spans"u8, today?.Spans ?? 0);
        json.WriteNumber("bytes"u8, today?.Bytes ?? 0);
        json.WriteEndObject();
    }

    private static (QuotaField Field, long? Value) Read(JsonProperty member)
    {
        var field = QuotaField.Of(member.Name);
        return (field, member.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => field.Read(member.Value.GetString()!),
            _ => field.Read(member.Value.GetRawText()),
        });
    }
}
