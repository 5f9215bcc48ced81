using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

internal sealed partial class InstructionVerifier
{
    private void CheckMethod(MethodReference method)
    {
        if (method.DeclaringType is ArrayType)
        {
            return;
        }

        if (method.Resolve() is not { } definition)
        {
            _complain(Rule.Missing, method.FullName);
            return;
        }

        CheckVisible(definition.DeclaringType, method, definition.IsPrivate, definition.IsAssembly || definition.IsFamilyAndAssembly);
        CheckArguments(method.DeclaringType as GenericInstanceType, definition.DeclaringType, method);
        CheckArguments(method as GenericInstanceMethod, definition, method);
    }

    private void CheckVisible(TypeDefinition owner, MemberReference member, bool isPrivate, bool isInternal)
    {
        var isOwn = owner.Module.Assembly.Name.Name == _method.Module.Assembly.Name.Name;
        var isInside = false;
        for (var type = _method.DeclaringType; type is not null && !isInside; type = type.DeclaringType)
        {
            isInside = type == owner;
        }

        var isFriend = isOwn || owner.Module.Assembly.CustomAttributes.Any(attribute =>
            attribute.AttributeType.Name == "InternalsVisibleToAttribute"
            && ((string)attribute.ConstructorArguments[0].Value).Split(',')[0] == _method.Module.Assembly.Name.Name);
        var ownerIsHidden = !isFriend && Outermost(owner) is { IsPublic: false };
        if ((isPrivate && !isInside) || (isInternal && !isFriend) || ownerIsHidden)
        {
            _complain(Rule.Access, $"{member.FullName} is not visible here");
        }
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private void CheckArguments(IGenericInstance? instance, IGenericParameterProvider definition, MemberReference member)
    {
        for (var i = 0; instance is not null && i < instance.GenericArguments.Count; i++)
        {
            var (parameter, argument) = (definition.GenericParameters[i], instance.GenericArguments[i]);
            if (_types.IsByRefLike(argument) && !TypeRules.AllowsByRefLike(parameter))
            {
                _complain(Rule.ByRefLike, $"{TypeKey.Of(argument)} as {parameter.Name} of {member.Name}");
            }

            var fits = parameter.Constraints.Select(constraint => Substitution.In(member, constraint.ConstraintType))
                .All(type => type.FullName == "System.ValueType" || _types.IsCompatible(argument, type));
            var isValue = _types.IsValueType(argument) || argument is GenericParameter { HasNotNullableValueTypeConstraint: true };
            if (!fits || (parameter.HasNotNullableValueTypeConstraint && !isValue) || (parameter.HasReferenceTypeConstraint && isValue))
            {
                _complain(Rule.Constraint, $"{TypeKey.Of(argument)} as {parameter.Name} of {member.Name}");
            }
        }
    }

    private void CheckBoxable(TypeReference type)
    {
        if (_types.IsByRefLike(type))
        {
            _complain(Rule.ByRefLike, $"{TypeKey.Of(type)} is boxed");
        }
    }
}
