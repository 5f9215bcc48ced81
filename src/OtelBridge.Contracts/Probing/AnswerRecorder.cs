namespace OtelBridge.Probing;

/// <summary>Keeps the headers of the last answer, which a gRPC client does not give away. Does not own what is below it.</summary>
internal sealed class AnswerRecorder(HttpMessageHandler inner) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

    public ProbeAnswer? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Last = new ProbeAnswer(response);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
