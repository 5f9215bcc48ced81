using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tracing to the model clients and tools of a host.</summary>
public static class MlflowGenAIServiceCollectionExtensions
{
    /// <summary>
    /// Traces what is registered so far as <see cref="IChatClient"/>, <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, <see cref="AIFunction"/>
    /// or <see cref="AITool"/>, or as a client for pictures, speech to text or text to speech.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The same collection.</returns>
    /// <remarks>
    /// <para>
    /// Call it after the registrations: one that is made later is not traced until the call is made again, which is harmless for the earlier ones.
    /// </para>
    /// <para>
    /// Registrations of a type, a factory or an object, keyed or not, of every lifetime, keep their place, key and lifetime. What the container
    /// disposed before it still disposes, once; an object that was registered ready made stays its owner's. Nothing is created by the call.
    /// Registrations of open generic types are left as they are.
    /// </para>
    /// <para>
    /// A pipeline is traced as a whole, at its outermost client. Where it holds a client that calls functions, put <c>UseMlflowTracing</c> below that
    /// one in the pipeline: each call of the model is a span then, and this call adds none.
    /// </para>
    /// <para>Spans are exported when the program also calls <c>AddMlflowTracing</c>, before or after.</para>
    /// </remarks>
    public static IServiceCollection AddMlflowGenAI(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        for (var i = 0; i < services.Count; i++)
        {
            services[i] = TracedRegistration.Of(services[i]);
        }

        return services;
    }
}
