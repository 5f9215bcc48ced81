#pragma warning disable MEAI001 // The interface may still change.
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Images;

/// <summary>A generator of pictures that are as large as asked.</summary>
internal sealed class FakeImageGenerator(int bytes = 4) : IImageGenerator
{
    public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = request.OriginalImages?.Count();
        return Task.FromResult(new ImageGenerationResponse([new DataContent(new byte[bytes], "image/png")]) { Usage = new() { InputTokenCount = 5, OutputTokenCount = 9 } });
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("openai", null, "painter") : null;

    public void Dispose()
    {
    }
}
