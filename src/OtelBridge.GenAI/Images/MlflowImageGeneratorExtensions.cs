using System.Diagnostics.CodeAnalysis;
using OtelBridge.GenAI.Images;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the calls of an image generator.</summary>
[Experimental("MEAI001")]
public static class MlflowImageGeneratorExtensions
{
    /// <summary>Makes each call an LLM span <c>generate_content MODEL</c>: prompt, pictures given and made, size, fault or cancellation.</summary>
    /// <param name="generator">The generator.</param>
    /// <returns>A generator that does the same, and traces. The same one when it, or one inside it, traces already.</returns>
    /// <remarks>
    /// Pictures up to <see cref="OtelBridge.MlflowGenAIOptions.MaxMediaBytes"/> are recorded as they are; of larger ones type, size and SHA-256 are.
    /// </remarks>
    public static IImageGenerator UseMlflowTracing(this IImageGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(TracedImageGenerator)) is null ? new TracedImageGenerator(generator) : generator;
    }
}
