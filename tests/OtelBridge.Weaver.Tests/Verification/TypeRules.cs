using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Which type may stand where another is asked for.</summary>
internal sealed class TypeRules
{
    private static readonly HashSet<string> ArrayInterfaces =
    [
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IList`1",
        "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyList`1",
    ];

    private readonly ModuleDefinition _module;

    // Bounded by the types that one assembly names.
    private readonly Dictionary<TypeReference, TypeDefinition?> _definitions = [];

    public TypeRules(ModuleDefinition module) => _module = module;

    /// <summary>A type of the core library.</summary>
    public TypeReference Core(string name) => new("System", name, _module, _module.TypeSystem.CoreLibrary);

    public TypeDefinition? Find(TypeReference type)
    {
        if (!_definitions.TryGetValue(type, out var definition))
        {
            try
            {
                definition = type.Resolve();
            }
            catch (AssemblyResolutionException)
            {
                definition = null;
            }

            _definitions[type] = definition;
        }

        return definition;
    }

    public bool IsValueType(TypeReference type) => type is not (ArrayType or GenericParameter) && Find(type)?.IsValueType == true;

    public bool IsByRefLike(TypeReference type) =>
        type is ByReferenceType
        || (type is GenericParameter parameter ? AllowsByRefLike(parameter) : type is not ArrayType
            && Find(type)?.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsByRefLikeAttribute") == true);

    // GenericParameterAttributes.AllowByRefLike.
    public static bool AllowsByRefLike(GenericParameter parameter) => ((int)parameter.Attributes & 0x20) != 0;

    /// <summary>How the evaluation stack holds a value of the type.</summary>
    public StackValue OnStack(TypeReference declared)
    {
        var type = TypeKey.Plain(declared);
        switch (type)
        {
            case ByReferenceType reference:
                return new StackValue(StackKind.Address, reference.ElementType);
            case PointerType or FunctionPointerType:
                return StackValue.NativeInt;
            case GenericParameter:
                return new StackValue(StackKind.Value, type);
            case ArrayType:
                return new StackValue(StackKind.Reference, type);
        }

        switch (Reduced(type))
        {
            case "System.SByte" or "System.Int16" or "System.Int32":
                return StackValue.Int32;
            case "System.Int64":
                return StackValue.Int64;
            case "System.IntPtr":
                return StackValue.NativeInt;
            case "System.Single" or "System.Double":
                return StackValue.Float;
            default:
                return new StackValue(IsValueType(type) ? StackKind.Value : StackKind.Reference, type);
        }
    }

    /// <summary>The key of a type in memory, where signs, characters, booleans and enumerations are numbers of their size.</summary>
    public string Reduced(TypeReference declared)
    {
        var type = TypeKey.Plain(declared);
        if (type is not (TypeSpecification or GenericParameter) && Find(type) is { IsEnum: true } enumeration)
        {
            type = enumeration.Fields.First(field => !field.IsStatic).FieldType;
        }

        return TypeKey.Of(type) switch
        {
            "System.Boolean" or "System.Byte" => "System.SByte",
            "System.Char" or "System.UInt16" => "System.Int16",
            "System.UInt32" => "System.Int32",
            "System.UInt64" => "System.Int64",
            "System.UIntPtr" => "System.IntPtr",
            var key when type is PointerType or FunctionPointerType => "System.IntPtr",
            var key => key,
        };
    }

    public bool IsAssignable(StackValue value, TypeReference declared)
    {
        var target = OnStack(declared);
        return target.Kind switch
        {
            StackKind.NativeInt => value.Kind is StackKind.NativeInt or StackKind.Int32,
            StackKind.Value => value.Kind == StackKind.Value && TypeKey.Of(value.Type!) == TypeKey.Of(target.Type!),
            StackKind.Address => value.Kind == StackKind.Address && Reduced(value.Type!) == Reduced(target.Type!),
            StackKind.Reference => value.Kind == StackKind.Null || (value.Kind == StackKind.Reference && IsCompatible(value.Type!, target.Type!)),
            _ => value.Kind == target.Kind,
        };
    }

    /// <summary>Whether an object of one type (boxed, if it is a value) is one of the other type too.</summary>
    public bool IsCompatible(TypeReference from, TypeReference to)
    {
        (from, to) = (TypeKey.Plain(from), TypeKey.Plain(to));
        if (to.FullName == "System.Object" || TypeKey.Of(from) == TypeKey.Of(to))
        {
            return true;
        }

        if (from is ArrayType array && to is ArrayType { Rank: var rank } other)
        {
            return array.Rank == rank && AreElements(array.ElementType, other.ElementType);
        }

        if (from is ArrayType { IsVector: true } vector && to is GenericInstanceType { GenericArguments: [var item] } sequence
            && ArrayInterfaces.Contains(sequence.ElementType.FullName))
        {
            return AreElements(vector.ElementType, item);
        }

        return Supertypes(from).Any(supertype => IsSameButForVariance(supertype, to));
    }

    /// <summary>What two ways give where they join; nothing when they have nothing in common.</summary>
    public StackValue? Merge(StackValue one, StackValue other)
    {
        if (one.IsSameAs(other))
        {
            return one;
        }

        if (one.IsObject && other.IsObject)
        {
            return one.Kind == StackKind.Null ? other with { IsThis = false }
                : other.Kind == StackKind.Null ? one with { IsThis = false }
                : new StackValue(StackKind.Reference, Common(one.Type!, other.Type!));
        }

        var same = one.Kind == other.Kind && (one.Kind == StackKind.Address
            ? Reduced(one.Type!) == Reduced(other.Type!)
            : (one.Type is null ? other.Type is null : other.Type is not null && TypeKey.Of(one.Type) == TypeKey.Of(other.Type)));
        return same ? one with { IsThis = one.IsThis && other.IsThis, Method = null } : null;
    }

    /// <summary>The type itself, its base classes and its interfaces.</summary>
    public IEnumerable<TypeReference> Supertypes(TypeReference type)
    {
        var waiting = new Stack<TypeReference>([type]);
        var seen = new HashSet<string>();
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(TypeKey.Of(next)))
            {
                continue;
            }

            yield return next;
            foreach (var parent in Parents(next))
            {
                waiting.Push(parent);
            }
        }
    }

    private IEnumerable<TypeReference> Parents(TypeReference type)
    {
        if (type is GenericParameter parameter)
        {
            return [.. Constraints(parameter), Core(parameter.HasNotNullableValueTypeConstraint ? "ValueType" : "Object")];
        }

        if (Find(type is ArrayType ? Core("Array") : type) is not { } definition)
        {
            return [];
        }

        if (type is ArrayType)
        {
            return [definition];
        }

        var interfaces = definition.Interfaces.Select(implementation => Substitution.In(type, implementation.InterfaceType));
        return definition.BaseType is { } parent ? [Substitution.In(type, parent), .. interfaces] : interfaces;
    }

    // A placeholder of a signature knows only its position; the constraints stand where the parameter is declared.
    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Owner is null ? [] : parameter.Constraints.Select(constraint => TypeKey.Plain(constraint.ConstraintType));

    private TypeReference Common(TypeReference one, TypeReference other)
    {
        if (IsCompatible(one, other))
        {
            return other;
        }

        if (IsCompatible(other, one))
        {
            return one;
        }

        var classes = Supertypes(other).Where(type => Find(type) is not { IsInterface: true }).Select(TypeKey.Of).ToHashSet();
        for (var type = one; Find(type) is { BaseType: { } parent }; type = parent)
        {
            parent = Substitution.In(type, parent);
            if (classes.Contains(TypeKey.Of(parent)))
            {
                return parent;
            }
        }

        return Core("Object");
    }

    private bool AreElements(TypeReference from, TypeReference to) =>
        IsReference(from) && IsReference(to) ? IsCompatible(from, to) : Reduced(from) == Reduced(to);

    private bool IsReference(TypeReference type) =>
        type is GenericParameter parameter
            ? parameter.HasReferenceTypeConstraint
                || Constraints(parameter).Any(constraint => Find(constraint) is { IsInterface: false, IsValueType: false })
            : type is ArrayType || !IsValueType(type);

    private bool IsSameButForVariance(TypeReference from, TypeReference to)
    {
        if (TypeKey.Of(from) == TypeKey.Of(to))
        {
            return true;
        }

        if (from is not GenericInstanceType source || to is not GenericInstanceType target
            || source.ElementType.FullName != target.ElementType.FullName || Find(source) is not { } definition)
        {
            return false;
        }

        return definition.GenericParameters.All(parameter =>
        {
            var (given, asked) = (source.GenericArguments[parameter.Position], target.GenericArguments[parameter.Position]);
            return TypeKey.Of(given) == TypeKey.Of(asked)
                || (parameter.IsCovariant && IsReference(given) && IsCompatible(given, asked))
                || (parameter.IsContravariant && IsReference(asked) && IsCompatible(asked, given));
        });
    }
}
