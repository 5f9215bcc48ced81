#pragma warning disable MEAI001 // The interface may still change.
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Images;

/// <summary>A generator whose every call is a span.</summary>
internal sealed class TracedImageGenerator(IImageGenerator generator) : DelegatingImageGenerator(generator), IAsyncDisposable
{
    private readonly ImageGeneratorMetadata? _known = ClientMetadata.Of<ImageGeneratorMetadata>(generator.GetService);

    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!ModelCall.IsListening)
        {
            return base.GenerateAsync(request, options, cancellationToken);
        }

        var record = new ImageCall(_known, request, options);
        return ModelCall.RunAsync(
            record,
            static call => call.Generator.GenerateAsync(call.Record.Request, call.Options, call.CancellationToken),
            (Generator: InnerGenerator, Record: record, Options: options, CancellationToken: cancellationToken));
    }

    public ValueTask DisposeAsync() => AsyncDisposal.Of(InnerGenerator, this);
}
