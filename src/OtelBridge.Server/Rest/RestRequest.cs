using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Rest;

/// <summary>The parameters of one request, read as MLflow reads them: GET from its query or else a JSON body, everything else from a JSON body.</summary>
internal sealed class RestRequest : IDisposable
{
    private const string JsonType = "application/json";
    private const int MaxDepth = 100;

    private readonly JsonDocument _document;

    private RestRequest(JsonDocument document, bool isQuery)
    {
        _document = document;
        Root = new RestFields(document.RootElement, isQuery);
    }

    public RestFields Root { get; }

    public static async Task<RestRequest> ReadAsync(
        HttpRequest request, RestEndpoint endpoint, int maxSize, RequestMemory.Share held, CancellationToken cancellationToken)
    {
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (endpoint.TakesFile || (reads && request.Query.Count > 0))
        {
            return new RestRequest(OfQuery(request.Query), isQuery: true);
        }

        if (!reads)
        {
            CheckContentType(request);
        }

        return new RestRequest(await RequestBody.ReadAsync(request, maxSize, held, Parse, cancellationToken), isQuery: false);
    }

    public void Dispose() => _document.Dispose();

    private static void CheckContentType(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            // MLflow's own DELETE without a body names no type.
            if (!HttpMethods.IsDelete(request.Method))
            {
                throw BadType("Bad Request. Content-Type header is missing.");
            }
        }
        else if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase))
        {
            throw BadType($"Bad Request. Content-Type must be {JsonType}.");
        }
    }

    private static RefusedRequestException BadType(string message) =>
        new(StatusCodes.Status400BadRequest, GrpcStatusCode.InvalidArgument, message);

    private static JsonDocument OfQuery(IQueryCollection query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (key, values) in query)
            {
                json.WriteStartArray(key);
                foreach (var value in values)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
    }

    // MLflow takes a body that is no JSON for an empty one; the missing parameters are what its caller then hears of.
    private static JsonDocument Parse(ReadOnlySequence<byte> body)
    {
        // The copy outlives the pipe's buffers, which the document would otherwise read after they are given back.
        var text = body.ToArray();
        return Parse(text, mayBeText: true);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text, bool mayBeText)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException) when (!IsDeep(text))
        {
            return Empty();
        }
        catch (JsonException)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"The body is nested more than {MaxDepth} levels deep.");
        }

        switch (document.RootElement.ValueKind)
        {
            case JsonValueKind.Object:
                return document;
            case JsonValueKind.Null:
                document.Dispose();
                return Empty();
            case JsonValueKind.String when mayBeText: // very old clients encode twice
                using (document)
                {
                    return Parse(System.Text.Encoding.UTF8.GetBytes(RestFields.ReadText(document.RootElement, "body")), mayBeText: false);
                }

            default:
                document.Dispose();
                throw new GrpcException(GrpcStatusCode.InvalidArgument, "The body must be a JSON object.");
        }
    }

    // By token: a document of great depth takes time that grows with its square.
    private static bool IsDeep(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonDocument Empty() => JsonDocument.Parse("{}"u8.ToArray());
}
