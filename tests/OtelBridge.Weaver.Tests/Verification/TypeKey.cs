using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>One text for each type, by which types are the same; generic parameters go by position, as signatures name them.</summary>
internal static class TypeKey
{
    public static string Of(TypeReference type) => type switch
    {
        GenericParameter parameter => (parameter.Type == GenericParameterType.Method ? "!!" : "!") + parameter.Position,
        ArrayType array => $"{Of(array.ElementType)}[{(array.IsVector ? "" : array.Rank)}]",
        ByReferenceType reference => Of(reference.ElementType) + "&",
        PointerType pointer => Of(pointer.ElementType) + "*",
        GenericInstanceType generic => $"{generic.ElementType.FullName}<{string.Join(',', generic.GenericArguments.Select(Of))}>",
        FunctionPointerType => "function*",
        IModifierType or PinnedType or SentinelType => Of(((TypeSpecification)type).ElementType),
        _ => type.FullName,
    };

    /// <summary>The type without what only decorates it.</summary>
    public static TypeReference Plain(TypeReference type) =>
        type is IModifierType or PinnedType or SentinelType ? Plain(((TypeSpecification)type).ElementType) : type;
}
