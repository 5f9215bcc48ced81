using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Rest;

/// <summary>Writes one JSON object as an answer, or a list. Nothing is sent before it is complete or large, so that a failure can still become an error answer.</summary>
internal sealed class RestAnswer : IDisposable
{
    private const int LargeSize = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpResponse _response;
    private readonly bool _isList;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024); // bounded by LargeSize and one item of the answer
    private bool _isText;

    public RestAnswer(HttpResponse response, bool isList = false)
    {
        _response = response;
        _isList = isList;
        Json = new Utf8JsonWriter(_buffer, Options);
        if (isList)
        {
            Json.WriteStartArray();
        }
        else
        {
            Json.WriteStartObject();
        }
    }

    public Utf8JsonWriter Json { get; }

    public string ContentType { get; set; } = "application/json";

    /// <summary>Answers with text of one's own in place of the object. To be called before anything of that is written.</summary>
    public IBufferWriter<byte> BeginText(string contentType)
    {
        Json.Reset();
        (_isText, ContentType) = (true, contentType);
        return _buffer;
    }

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
        if (!_isText)
        {
            if (_isList)
            {
                Json.WriteEndArray();
            }
            else
            {
                Json.WriteEndObject();
            }

            Json.Flush();
        }

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
