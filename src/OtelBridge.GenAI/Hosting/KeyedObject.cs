using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace OtelBridge.GenAI.Hosting;

/// <summary>Makes an object of a type that was registered with a key as the container does, which gives the key to the parameters that ask for it.</summary>
internal static class KeyedObject
{
    public static object Create(
        IServiceProvider services, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object? key)
    {
        if (services.GetService(typeof(IServiceProviderIsKeyedService)) is IServiceProviderIsKeyedService known)
        {
            foreach (var constructor in type.GetConstructors().OrderByDescending(static c => c.GetParameters().Length))
            {
                var parameters = constructor.GetParameters();
                if (Array.Exists(parameters, AsksForKey) && Array.TrueForAll(parameters, p => HasValue(known, p, key)))
                {
                    var values = Array.ConvertAll(parameters, p => Value(services, known, p, key));
                    return constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null);
                }
            }
        }

        // Nobody asks for the key.
        return ActivatorUtilities.CreateInstance(services, type);
    }

    private static bool AsksForKey(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(ServiceKeyAttribute)) || parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { LookupMode: ServiceKeyLookupMode.InheritKey };

    private static bool HasValue(IServiceProviderIsKeyedService known, ParameterInfo parameter, object? key) =>
        parameter.HasDefaultValue || parameter.IsDefined(typeof(ServiceKeyAttribute)) || IsRegistered(known, parameter, key);

    private static object? Value(IServiceProvider services, IServiceProviderIsKeyedService known, ParameterInfo parameter, object? key) =>
        parameter.IsDefined(typeof(ServiceKeyAttribute)) ? key
        : IsRegistered(known, parameter, key) ? KeyOf(parameter, key) is { } other
            ? services.GetRequiredKeyedService(parameter.ParameterType, other)
            : services.GetRequiredService(parameter.ParameterType)
        : parameter.DefaultValue;

    private static bool IsRegistered(IServiceProviderIsKeyedService known, ParameterInfo parameter, object? key) =>
        KeyOf(parameter, key) is { } other ? known.IsKeyedService(parameter.ParameterType, other) : known.IsService(parameter.ParameterType);

    // The key of the service that a parameter asks for; null for one without.
    private static object? KeyOf(ParameterInfo parameter, object? key) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>() switch
    {
        { LookupMode: ServiceKeyLookupMode.InheritKey } => key,
        { LookupMode: ServiceKeyLookupMode.ExplicitKey, Key: var other } => other,
        _ => null,
    };
}
