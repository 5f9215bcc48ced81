using System.Text.Json;
using OtelBridge.Server.Rest;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Audit;

/// <summary>Entries of the audit log in JSON.</summary>
internal static class AuditJson
{
    /// <summary>Writes the fields of a page.</summary>
    public static void WriteFields(Utf8JsonWriter json, Page<AuditEntry> page)
    {
        json.WriteStartArray("entries"u8);
        foreach (var entry in page.Items)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        if (page.NextPageToken.Length > 0)
        {
            json.WriteString("next_page_token"u8, page.NextPageToken);
        }
    }

    /// <summary>Writes an entry.</summary>
    public static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("time"u8, RestTime.Timestamp(entry.TimeMs));
        json.WriteNumber("time_ms"u8, entry.TimeMs);
        json.WriteString("who"u8, entry.Who);
        json.WriteString("action"u8, AuditActions.NameOf(entry.Action));
        json.WriteStartArray("about"u8);
        foreach (var subject in entry.About.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStringValue(subject);
        }

        json.WriteEndArray();
        json.WriteString("outcome"u8, entry.Outcome);
        json.WriteString("from"u8, entry.From);
        json.WriteString("wire"u8, entry.Wire);
        json.WriteString("request"u8, entry.Request);
        json.WriteNumber("requests"u8, entry.Requests);
        if (entry.Items is { } items)
        {
            json.WriteNumber("items"u8, items);
        }

        json.WriteEndObject();
    }
}
