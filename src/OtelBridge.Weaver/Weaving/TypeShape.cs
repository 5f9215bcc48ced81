using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>What weaving needs to know of types.</summary>
internal static class TypeShape
{
    // CorGenericParamAttr.gpAllowByRefLike, which Cecil has no name for.
    private const GenericParameterAttributes AllowByRefLike = (GenericParameterAttributes)0x20;

    /// <summary>The type without its modifiers, such as the one that says <c>in</c>.</summary>
    public static TypeReference Plain(TypeReference type)
    {
        while (type is IModifierType modified)
        {
            type = modified.ElementType;
        }

        return type;
    }

    /// <summary>The type that a reference of this type points to; null when it is none.</summary>
    public static TypeReference? Referent(TypeReference type) => Plain(type) is ByReferenceType reference ? Plain(reference.ElementType) : null;

    public static bool Is(TypeReference type, string fullName) => type.GetElementType().FullName == fullName;

    /// <summary>Whether a value of the type can be an object.</summary>
    public static bool CanBeBoxed(TypeReference type) => type switch
    {
        PointerType or FunctionPointerType or ByReferenceType => false,
        GenericParameter parameter => (parameter.Attributes & AllowByRefLike) == 0,
        ArrayType => true,
        _ => !type.IsValueType || type.IsPrimitive || type.GetElementType().Resolve() is { } definition && !IsByRefLike(definition),
    };

    /// <summary>Whether a value has to be boxed to be an object.</summary>
    public static bool NeedsBox(TypeReference type) => type.IsValueType || type is GenericParameter;

    public static bool Carries(ICustomAttributeProvider provider, string attribute) =>
        provider.HasCustomAttributes && provider.CustomAttributes.Any(a => a.AttributeType.FullName == attribute);

    private static bool IsByRefLike(TypeDefinition type) =>
        Carries(type, "System.Runtime.CompilerServices.IsByRefLikeAttribute")
        || type.FullName is "System.TypedReference" or "System.ArgIterator" or "System.RuntimeArgumentHandle";
}
