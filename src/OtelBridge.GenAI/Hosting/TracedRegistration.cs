using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Diagnostics;

namespace OtelBridge.GenAI.Hosting;

/// <summary>A registration whose objects are traced: the same in all but what it hands out.</summary>
/// <remarks>
/// The container knows of the tracing object alone, which disposes the one inside: so that is disposed once, by whom it was before. A registration of
/// its own for the object inside would have it disposed by both.
/// </remarks>
internal sealed class TracedRegistration
{
    private readonly ServiceDescriptor _original;
    private readonly Func<object, object> _tracing;

    private TracedRegistration(ServiceDescriptor original, Func<object, object> tracing)
    {
        _original = original;
        _tracing = tracing;
    }

    /// <summary>The registration that traces; the same one when there is nothing to trace, or it traces already.</summary>
    public static ServiceDescriptor Of(ServiceDescriptor original)
    {
        if (IsTraced(original) || TracedServices.Tracing(original.ServiceType) is not { } tracing)
        {
            return original;
        }

        var traced = new TracedRegistration(original, tracing);
        return original switch
        {
            { IsKeyedService: true, KeyedImplementationInstance: { } instance } =>
                new ServiceDescriptor(original.ServiceType, original.ServiceKey, traced.Trace(instance)),
            { IsKeyedService: true } => new ServiceDescriptor(original.ServiceType, original.ServiceKey, traced.CreateKeyed, original.Lifetime),
            { ImplementationInstance: { } instance } => new ServiceDescriptor(original.ServiceType, traced.Trace(instance)),
            _ => new ServiceDescriptor(original.ServiceType, traced.Create, original.Lifetime),
        };
    }

    private static bool IsTraced(ServiceDescriptor descriptor) =>
        (descriptor.IsKeyedService ? descriptor.KeyedImplementationFactory?.Target : descriptor.ImplementationFactory?.Target) is TracedRegistration;

    // A client is asked whether it traces already, and its answer is code of the program.
    private object Trace(object service)
    {
        try
        {
            return _tracing(service);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowGenAIServiceCollectionExtensions.AddMlflowGenAI), e);
            return service;
        }
    }

    private object Create(IServiceProvider services) => Trace(
        _original.ImplementationFactory is { } factory
            ? factory(services)
            : ActivatorUtilities.CreateInstance(services, _original.ImplementationType!));

    private object CreateKeyed(IServiceProvider services, object? key) => Trace(
        _original.KeyedImplementationFactory is { } factory
            ? factory(services, key)
            : KeyedObject.Create(services, _original.KeyedImplementationType!, key));
}
