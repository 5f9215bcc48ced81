using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Json;

/// <summary>The shapes of the types seen so far.</summary>
/// <remarks>The user's contracts come first, then reflection where it is enabled, then the type's name.</remarks>
internal sealed class TypeShapes
{
    // Bounded by the number of types that the program serialises.
    private readonly ConcurrentDictionary<Type, TypeShape> _shapes = new();
    private readonly Func<Type, TypeShape> _create;
    private readonly ShapeFactory? _user;
    private readonly ShapeFactory? _reflection;
    private readonly JsonNamingPolicy? _keyPolicy;

    public TypeShapes(JsonSerializerOptions? userOptions)
    {
        var resolver = ReflectionResolver();
        _user = userOptions is null ? null : ShapeFactory.OfUser(userOptions, resolver);
        _reflection = resolver is null ? null : ShapeFactory.OfReflection(resolver);
        _keyPolicy = userOptions?.DictionaryKeyPolicy;
        _create = Create;
    }

    public TypeShape Of(Type type) => _shapes.GetOrAdd(type, _create);

    public string KeyName(string key)
    {
        try
        {
            return _keyPolicy?.ConvertName(key) ?? key;
        }
        catch (Exception e)
        {
            // The policy is the user's.
            BridgeEventSource.Log.SerialisationFailed(typeof(JsonNamingPolicy), e);
            return key;
        }
    }

    private TypeShape Create(Type type) =>
        WellKnownShapes.Find(type)
        ?? _user?.TryCreate(type)
        ?? _reflection?.TryCreate(type)
        ?? (_reflection is null ? null : Reflected(type))
        ?? new TypeShape(ShapeKind.Opaque) { Name = TypeName.Of(type) };

    // A sequence that no contract can be had for is left alone: it may be anything.
    private static TypeShape? Reflected(Type type) =>
        typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? null : ReflectedShape.Create(type);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where System.Text.Json's reflection switch is on; a trimmed or native program turns it off and supplies contracts.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static DefaultJsonTypeInfoResolver? ReflectionResolver() =>
        JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : null;
}
