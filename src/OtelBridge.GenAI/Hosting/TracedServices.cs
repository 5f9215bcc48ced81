using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Tools;

namespace OtelBridge.GenAI.Hosting;

/// <summary>The kinds of services that are traced, and how.</summary>
internal static class TracedServices
{
    /// <summary>What traces an object that was registered under a type; null for types that are not traced.</summary>
    public static Func<object, object>? Tracing(Type service)
    {
        if (service == typeof(IChatClient))
        {
            return static o => o is IChatClient client ? client.UseMlflowTracing() : o;
        }

        if (service == typeof(AIFunction) || service == typeof(AITool))
        {
            return static o => o is AIFunction function ? TracedFunction.ForContainer(function) : o;
        }

#pragma warning disable MEAI001 // Interfaces that may still change.
        if (service == typeof(IImageGenerator))
        {
            return static o => o is IImageGenerator generator ? generator.UseMlflowTracing() : o;
        }

        if (service == typeof(ISpeechToTextClient))
        {
            return static o => o is ISpeechToTextClient client ? client.UseMlflowTracing() : o;
        }

        if (service == typeof(ITextToSpeechClient))
        {
            return static o => o is ITextToSpeechClient client ? client.UseMlflowTracing() : o;
        }
#pragma warning restore MEAI001

        return service.IsConstructedGenericType && service.GetGenericTypeDefinition() == typeof(IEmbeddingGenerator<,>)
            ? TracingOfGenerator(service.GenericTypeArguments)
            : null;
    }

    private static Func<object, object>? TracingOfGenerator(Type[] arguments)
    {
        if (arguments is [var input, var embedding] && input == typeof(string) && embedding == typeof(Embedding<float>))
        {
            return static o => o is IEmbeddingGenerator<string, Embedding<float>> generator ? generator.UseMlflowTracing() : o;
        }

        // Types that are references share their code, so it is there without a compiler; others are left as they are where there is none.
        return RuntimeFeature.IsDynamicCodeSupported || Array.TrueForAll(arguments, static t => !t.IsValueType) ? Make(arguments) : null;
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached where code can be compiled, or for references, whose code is shared with the type named above.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, typeof(GeneratorTracing<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "Neither type asks anything of its type parameters.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The constructor is kept by the attribute.")]
    private static Func<object, object> Make(Type[] arguments) =>
        ((IGeneratorTracing)Activator.CreateInstance(typeof(GeneratorTracing<,>).MakeGenericType(arguments))!).Trace;

    private interface IGeneratorTracing
    {
        object Trace(object generator);
    }

    private sealed class GeneratorTracing<TInput, TEmbedding> : IGeneratorTracing
        where TEmbedding : Embedding
    {
        public object Trace(object generator) => generator is IEmbeddingGenerator<TInput, TEmbedding> known ? known.UseMlflowTracing() : generator;
    }
}
