using System.Text.Json;
using Google.Protobuf.Collections;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Otlp;

/// <summary>Reads OTLP/JSON.</summary>
/// <remarks>
/// OTLP's JSON is protobuf's with two differences that protobuf's own reader does not know: trace and span ids are hex digits instead of
/// Base64, and fields that are not known are ignored. Field names are read in lowerCamelCase and as in the proto files, enums by number
/// and by name. Source: the OTLP specification, "JSON Protobuf Encoding".
/// </remarks>
public static class OtlpJsonReader
{
    /// <summary>Reads an export request: <c>{"resourceSpans":[…]}</c>, which is also the form of spans at rest.</summary>
    /// <exception cref="OtlpJsonException">The text is not JSON, not UTF-8, or a value has the wrong form.</exception>
    public static ExportTraceServiceRequest ReadRequest(ReadOnlySpan<byte> utf8) => ReadRequest(utf8, int.MaxValue, held: null);

    /// <summary>Reads an export request of a stranger.</summary>
    /// <exception cref="OtlpJsonException">The text is not JSON, not UTF-8, or a value has the wrong form.</exception>
    /// <exception cref="MessageTooLargeException">It is made of too many small parts.</exception>
    internal static ExportTraceServiceRequest ReadRequest(ReadOnlySpan<byte> utf8, int maxSize, Action<long>? held)
    {
        var json = new OtlpJsonCursor(utf8, maxSize, held);
        try
        {
            var request = new ExportTraceServiceRequest();
            json.Start();
            if (!json.TryEnterObject())
            {
                throw json.Error("Expected an object, found null");
            }

            while (json.NextField())
            {
                if (json.Is("resourceSpans"u8, "resource_spans"u8))
                {
                    ReadAll(ref json, request.ResourceSpans, ReadResourceSpans);
                }
                else
                {
                    json.Skip();
                }
            }

            json.End();
            return request;
        }
        catch (JsonException e)
        {
            throw OtlpJsonException.Of(e);
        }
    }

    private static ResourceSpans ReadResourceSpans(ref OtlpJsonCursor json)
    {
        var group = new ResourceSpans();
        while (json.NextField())
        {
            if (json.Is("resource"u8))
            {
                group.Resource = json.TryEnterObject() ? ReadResource(ref json) : null;
            }
            else if (json.Is("scopeSpans"u8, "scope_spans"u8))
            {
                ReadAll(ref json, group.ScopeSpans, ReadScopeSpans);
            }
            else if (json.Is("schemaUrl"u8, "schema_url"u8))
            {
                group.SchemaUrl = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return group;
    }

    private static Resource ReadResource(ref OtlpJsonCursor json)
    {
        var resource = new Resource();
        while (json.NextField())
        {
            if (json.Is("attributes"u8))
            {
                ReadAttributes(ref json, resource.Attributes, OtlpNesting.ResourceAttributeDepth);
            }
            else if (json.Is("droppedAttributesCount"u8, "dropped_attributes_count"u8))
            {
                resource.DroppedAttributesCount = Count(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return resource;
    }

    private static ScopeSpans ReadScopeSpans(ref OtlpJsonCursor json)
    {
        var group = new ScopeSpans();
        while (json.NextField())
        {
            if (json.Is("scope"u8))
            {
                group.Scope = json.TryEnterObject() ? ReadScope(ref json) : null;
            }
            else if (json.Is("spans"u8))
            {
                ReadAll(ref json, group.Spans, OtlpJsonSpans.ReadSpan);
            }
            else if (json.Is("schemaUrl"u8, "schema_url"u8))
            {
                group.SchemaUrl = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return group;
    }

    private static InstrumentationScope ReadScope(ref OtlpJsonCursor json)
    {
        var scope = new InstrumentationScope();
        while (json.NextField())
        {
            if (json.Is("name"u8))
            {
                scope.Name = json.Text();
            }
            else if (json.Is("version"u8))
            {
                scope.Version = json.Text();
            }
            else if (json.Is("attributes"u8))
            {
                ReadAttributes(ref json, scope.Attributes, OtlpNesting.ScopeAttributeDepth);
            }
            else if (json.Is("droppedAttributesCount"u8, "dropped_attributes_count"u8))
            {
                scope.DroppedAttributesCount = Count(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return scope;
    }

    internal delegate T ObjectReader<out T>(ref OtlpJsonCursor json);

    /// <summary>Reads an array of objects into a field; each reader finds itself inside its object.</summary>
    internal static void ReadAll<T>(ref OtlpJsonCursor json, RepeatedField<T> target, ObjectReader<T> read)
    {
        if (!json.TryEnterArray())
        {
            return;
        }

        while (json.NextItem())
        {
            if (!json.TryEnterObject())
            {
                throw json.Error("Expected an object, found null");
            }

            target.Add(read(ref json));
        }
    }

    internal static void ReadAttributes(ref OtlpJsonCursor json, RepeatedField<KeyValue> target, int depth)
    {
        if (!json.TryEnterArray())
        {
            return;
        }

        while (json.NextItem())
        {
            target.Add(OtlpJsonAttributes.ReadKeyValue(ref json, depth));
        }
    }

    internal static uint Count(ref OtlpJsonCursor json) => json.Integer<uint>("a 32-bit count");
}
