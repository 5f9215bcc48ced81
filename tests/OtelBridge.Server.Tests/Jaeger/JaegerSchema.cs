using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Server.Tests.Jaeger;

/// <summary>What Jaeger's UI asks of a trace of version 3 before it shows it; it shows nothing of one that breaks a rule.</summary>
internal static class JaegerSchema
{
    private static readonly string[] Kinds = ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"];

    public static void Check(JsonElement answer)
    {
        foreach (var resource in answer.GetProperty("result").GetProperty("resourceSpans").EnumerateArray())
        {
            CheckAttributes(Optional(resource, "resource"));
            foreach (var scope in resource.GetProperty("scopeSpans").EnumerateArray())
            {
                CheckAttributes(Optional(scope, "scope"));
                foreach (var span in scope.GetProperty("spans").EnumerateArray())
                {
                    CheckSpan(span);
                }
            }
        }
    }

    private static void CheckSpan(JsonElement span)
    {
        CheckId(span, "traceId", 32, isRequired: true);
        CheckId(span, "spanId", 16, isRequired: true);
        CheckId(span, "parentSpanId", 16, isRequired: false);
        foreach (var number in (string[])["kind", "flags", "droppedAttributesCount", "droppedEventsCount", "droppedLinksCount"])
        {
            (Optional(span, number) is not { } value || value.GetUInt32() > 0).ShouldBeTrue(number);
        }

        foreach (var time in (string[])["startTimeUnixNano", "endTimeUnixNano"])
        {
            (Optional(span, time) is not { } value || ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _)).ShouldBeTrue(time);
        }

        CheckAttributes(span);
        foreach (var happened in Items(span, "events"))
        {
            CheckAttributes(happened);
        }

        foreach (var link in Items(span, "links"))
        {
            CheckId(link, "traceId", 32, isRequired: true);
            CheckId(link, "spanId", 16, isRequired: true);
            CheckAttributes(link);
        }
    }

    private static void CheckAttributes(JsonElement? owner)
    {
        foreach (var attribute in owner is { } element ? Items(element, "attributes") : [])
        {
            attribute.GetProperty("key").ValueKind.ShouldBe(JsonValueKind.String);
            CheckValue(attribute.GetProperty("value"));
        }
    }

    private static void CheckValue(JsonElement value)
    {
        var member = value.EnumerateObject().ShouldHaveSingleItem();
        Kinds.ShouldContain(member.Name);
        switch (member.Name)
        {
            case "intValue":
                long.TryParse(member.Value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _).ShouldBeTrue();
                break;
            case "doubleValue":
                member.Value.ValueKind.ShouldBe(JsonValueKind.Number);
                break;
            case "bytesValue":
                member.Value.TryGetBytesFromBase64(out _).ShouldBeTrue();
                break;
            case "arrayValue":
                foreach (var item in Items(member.Value, "values"))
                {
                    CheckValue(item);
                }

                break;
            case "kvlistValue":
                foreach (var item in Items(member.Value, "values"))
                {
                    CheckValue(item.GetProperty("value"));
                }

                break;
            default:
                break;
        }
    }

    private static void CheckId(JsonElement owner, string name, int length, bool isRequired)
    {
        if (Optional(owner, name) is { } id)
        {
            var text = id.GetString().ShouldNotBeNull();
            (text.Length == length && text.All(char.IsAsciiHexDigit) && text.Any(c => c != '0')).ShouldBeTrue($"{name} {text}");
        }
        else
        {
            isRequired.ShouldBeFalse(name);
        }
    }

    private static JsonElement? Optional(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) => Optional(owner, name) is { } list ? list.EnumerateArray() : [];
}
