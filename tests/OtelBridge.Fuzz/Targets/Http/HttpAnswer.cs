using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>The answer to a request in memory.</summary>
internal sealed class HttpAnswer : HttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly MemoryStream _bytes = new();
    private readonly List<(Func<object, Task> Callback, object State)> _starting = []; // what the application registers for one answer
    private PipeWriter? _writer;
    private bool _hasStarted;

    public override bool HasStarted => _hasStarted || _bytes.Length > 0;

    public Stream Stream => _bytes;

    public PipeWriter Writer => _writer ??= PipeWriter.Create(_bytes, new StreamPipeWriterOptions(leaveOpen: true));

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    /// <summary>Gets what was written.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Add((callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            for (var i = _starting.Count - 1; i >= 0; i--)
            {
                await _starting[i].Callback(_starting[i].State);
            }
        }
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        if (_writer is not null)
        {
            await _writer.FlushAsync();
        }
    }

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
