using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Puts generic arguments where a signature has parameters.</summary>
internal static class Substitution
{
    /// <summary>A type of the member's signature, as the user of the member sees it.</summary>
    public static TypeReference In(MemberReference member, TypeReference type) =>
        Apply(type, (member.DeclaringType as GenericInstanceType)?.GenericArguments, (member as GenericInstanceMethod)?.GenericArguments);

    /// <summary>A type that is named in the definition of another, such as a base class.</summary>
    public static TypeReference In(TypeReference owner, TypeReference type) => Apply(type, (owner as GenericInstanceType)?.GenericArguments, null);

    /// <summary>The type as its own members see it: with its parameters as arguments.</summary>
    public static TypeReference Self(TypeDefinition type)
    {
        if (!type.HasGenericParameters)
        {
            return type;
        }

        var instance = new GenericInstanceType(type);
        foreach (var parameter in type.GenericParameters)
        {
            instance.GenericArguments.Add(parameter);
        }

        return instance;
    }

    private static TypeReference Apply(TypeReference type, IList<TypeReference>? ofType, IList<TypeReference>? ofMethod)
    {
        switch (type)
        {
            case GenericParameter parameter:
                var arguments = parameter.Type == GenericParameterType.Method ? ofMethod : ofType;
                return arguments is not null && parameter.Position < arguments.Count ? arguments[parameter.Position] : parameter;
            case ArrayType array:
                var element = Apply(array.ElementType, ofType, ofMethod);
                return element == array.ElementType ? array : array.IsVector ? new ArrayType(element) : new ArrayType(element, array.Rank);
            case ByReferenceType reference:
                return new ByReferenceType(Apply(reference.ElementType, ofType, ofMethod));
            case PointerType pointer:
                return new PointerType(Apply(pointer.ElementType, ofType, ofMethod));
            case GenericInstanceType generic:
                var instance = new GenericInstanceType(generic.ElementType);
                foreach (var argument in generic.GenericArguments)
                {
                    instance.GenericArguments.Add(Apply(argument, ofType, ofMethod));
                }

                return instance;
            case IModifierType or PinnedType or SentinelType:
                return Apply(((TypeSpecification)type).ElementType, ofType, ofMethod);
            default:
                return type;
        }
    }
}
