using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Json;

/// <summary>The shapes of the types seen so far.</summary>
/// <remarks>The user's converters come first, then what must not be read, then the user's contracts, then reflection where it is enabled, then what needs no contract, then the type's name.</remarks>
internal sealed class TypeShapes
{
    // Bounded by the number of types that the program serialises.
    private readonly ConcurrentDictionary<Type, TypeShape> _shapes = new();
    private readonly Func<Type, TypeShape> _create;
    private readonly ShapeFactory? _user;
    private readonly ShapeFactory? _reflection;
    private readonly JsonNamingPolicy? _keyPolicy;

    /// <param name="userOptions">The program's options, if it gave some.</param>
    /// <param name="reflection">Contracts by reflection; null where that is off.</param>
    public TypeShapes(JsonSerializerOptions? userOptions, IJsonTypeInfoResolver? reflection)
    {
        _user = userOptions is null ? null : ShapeFactory.OfUser(userOptions, reflection);
        _reflection = reflection is null ? null : ShapeFactory.OfReflection(reflection);
        _keyPolicy = userOptions?.DictionaryKeyPolicy;
        _create = Create;
        ConvertsScalars = userOptions?.Converters.Count > 0;
    }

    /// <summary>Whether the user has converters, which may be for texts and numbers too.</summary>
    public bool ConvertsScalars { get; }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where System.Text.Json's reflection switch is on; a trimmed or native program turns it off and supplies contracts.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    public static IJsonTypeInfoResolver? ReflectionResolver() =>
        JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : null;

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
        _user?.TryConvert(type)
        ?? WellKnownShapes.Find(type)
        ?? _user?.TryCreate(type)
        ?? _reflection?.TryCreate(type)
        ?? (_reflection is null ? WithoutContract(type) : Reflected(type))
        ?? new TypeShape(ShapeKind.Opaque) { Name = TypeName.Of(type) };

    // A sequence that no contract can be had for is left alone: it may be anything.
    private static TypeShape? Reflected(Type type) =>
        typeof(IEnumerable).IsAssignableFrom(type) ? null : ReflectedShape.Create(type);

    /// <summary>What can be read by an interface alone, so that a native program needs contracts for its own types only.</summary>
    private static TypeShape? WithoutContract(Type type) =>
        type.IsEnum ? new TypeShape(ShapeKind.Text)
        : typeof(IDictionary).IsAssignableFrom(type) ? new TypeShape(ShapeKind.Dictionary)
        : typeof(IEnumerable<KeyValuePair<string, object?>>).IsAssignableFrom(type) || typeof(IEnumerable<KeyValuePair<string, string>>).IsAssignableFrom(type) ? new TypeShape(ShapeKind.PairSequence)
        : typeof(IEnumerable).IsAssignableFrom(type) ? new TypeShape(ShapeKind.Sequence)
        : null;
}
