using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Rest;

/// <summary>Writes one JSON object as an answer. Nothing is sent before it is complete or large, so that a failure can still become an error answer.</summary>
internal sealed class RestAnswer : IDisposable
{
    private const int LargeSize = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpResponse _response;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024); // bounded by LargeSize and one item of the answer

    public RestAnswer(HttpResponse response)
    {
        _response = response;
        Json = new Utf8JsonWriter(_buffer, Options);
        Json.WriteStartObject();
    }

    public Utf8JsonWriter Json { get; }

    public string ContentType { get; set; } = "application/json";

    public async ValueTask SendLargeAsync()
    {
        if (_buffer.WrittenCount + Json.BytesPending >= LargeSize)
        {
            Json.Flush();
            await SendAsync();
            _buffer.ResetWrittenCount();
        }
    }

    public async Task CompleteAsync()
    {
        Json.WriteEndObject();
        Json.Flush();
        if (!_response.HasStarted)
        {
            _response.ContentLength = _buffer.WrittenCount;
        }

        await SendAsync();
    }

    public void Dispose() => Json.Dispose();

    private async ValueTask SendAsync()
    {
        if (!_response.HasStarted)
        {
            _response.ContentType = ContentType;
        }

        await _response.BodyWriter.WriteAsync(_buffer.WrittenMemory, _response.HttpContext.RequestAborted);
    }
}
