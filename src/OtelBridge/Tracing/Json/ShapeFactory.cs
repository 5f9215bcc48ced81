using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Json;

/// <summary>Turns System.Text.Json's contract of a type into a shape.</summary>
/// <remarks>
/// The contract is asked of the resolver, unconfigured: configuring it would build the contracts of all member types at once and fail
/// with the worst of them, while a walk needs only those of the values it meets.
/// </remarks>
internal sealed class ShapeFactory
{
    private readonly JsonSerializerOptions _options;
    private readonly IJsonTypeInfoResolver _resolver;
    private readonly bool _enumsByName;

    private ShapeFactory(JsonSerializerOptions options, IJsonTypeInfoResolver resolver, bool enumsByName)
    {
        options.TypeInfoResolver = resolver;
        options.MakeReadOnly();
        _options = options;
        _resolver = resolver;
        _enumsByName = enumsByName;
    }

    /// <summary>Contracts as the user's options make them; null when they bring no resolver and reflection is off.</summary>
    public static ShapeFactory? OfUser(JsonSerializerOptions userOptions, IJsonTypeInfoResolver? reflection) =>
        (userOptions.TypeInfoResolver ?? reflection) is { } resolver
            ? new ShapeFactory(new JsonSerializerOptions(userOptions), resolver, enumsByName: false)
            : null;

    /// <summary>Contracts by reflection. Enums are written by name, which is what a reader of a trace knows them by.</summary>
    public static ShapeFactory OfReflection(IJsonTypeInfoResolver resolver) =>
        new(
            new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals },
            resolver,
            enumsByName: true);

    /// <summary>Null unless the options have a converter of their own for the type.</summary>
    public TypeShape? TryConvert(Type type)
    {
        try
        {
            return _options.Converters.Any(c => c.CanConvert(type)) ? new TypeShape(ShapeKind.Converted) { Converter = new ValueConverter(_options.GetTypeInfo(type)), IsOfUser = true } : null;
        }
        catch (Exception e)
        {
            // Converters are the user's.
            BridgeEventSource.Log.SerialisationFailed(type, e);
            return null;
        }
    }

    /// <summary>Null when the resolver does not know the type or refuses it.</summary>
    public TypeShape? TryCreate(Type type)
    {
        if (_enumsByName && type.IsEnum)
        {
            return new TypeShape(ShapeKind.Text);
        }

        try
        {
            return _resolver.GetTypeInfo(type, _options) is { } contract ? Create(type, contract) : null;
        }
        catch (Exception e)
        {
            // Resolvers may be the user's, and contracts load types; whatever fails, the walk goes on with the next way to write the value.
            BridgeEventSource.Log.SerialisationFailed(type, e);
            return null;
        }
    }

    private TypeShape Create(Type type, JsonTypeInfo contract) => contract.Kind switch
    {
        JsonTypeInfoKind.Object => new TypeShape(ShapeKind.Object) { Properties = Properties(type, contract) },
        JsonTypeInfoKind.Dictionary => new TypeShape(typeof(IDictionary).IsAssignableFrom(type) ? ShapeKind.Dictionary : ShapeKind.PairSequence),
        JsonTypeInfoKind.Enumerable when typeof(IEnumerable).IsAssignableFrom(type) => new TypeShape(ShapeKind.Sequence),
        _ => new TypeShape(ShapeKind.Converted) { Converter = new ValueConverter(_options.GetTypeInfo(type)) },
    };

    private PropertyShape[] Properties(Type type, JsonTypeInfo contract) =>
    [
        .. contract.Properties
            .Where(p => p.Get is not null)
            .OrderBy(p => p.Order)
            .Select(p => new PropertyShape(p.Name, Getter(type, p))
            {
                ShouldWrite = p.ShouldSerialize ?? Default(_options.DefaultIgnoreCondition),
                Converter = p.CustomConverter is { } converter ? Converter(p.PropertyType, converter) : null,
                IsExtensionData = p.IsExtensionData,
                RunsCode = p.ShouldSerialize is not null || !IsPlain(p.AttributeProvider as PropertyInfo),
            }),
    ];

    // An automatic property: the compiler wrote its getter, and no proxy of a mapper can override it.
    private static bool IsPlain(PropertyInfo? property) => property?.GetMethod is { } getter
        && (!getter.IsVirtual || getter.IsFinal)
        && (getter.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || property.DeclaringType?.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) == true);

    private static Func<object, object?> Getter(Type type, JsonPropertyInfo property) =>
        LazyMembers.IsLazy(type, property.AttributeProvider as PropertyInfo) ? static _ => Marks.NotLoaded
        : property.Get ?? throw new InvalidOperationException(property.Name);

    // The global condition is applied when a contract is configured, which ours is not.
    private static Func<object, object?, bool>? Default(JsonIgnoreCondition condition) => condition switch
    {
        JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault => static (_, value) => value is not null,
        _ => null,
    };

    private ValueConverter Converter(Type type, JsonConverter converter)
    {
        var options = new JsonSerializerOptions(_options);
        options.Converters.Insert(0, converter);
        options.MakeReadOnly();
        return new ValueConverter(options.GetTypeInfo(type));
    }
}
