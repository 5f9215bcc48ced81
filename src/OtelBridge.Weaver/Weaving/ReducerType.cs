using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Checks that a type can reduce the stream of a method.</summary>
internal static class ReducerType
{
    private const string Interface = "OtelBridge.IOutputReducer`1";
    private const int MaxBaseTypes = 64;

    /// <summary>The constructor to call, or why there is none.</summary>
    public static (MethodReference? Constructor, (string Code, string Message)? Refusal) Constructor(
        MethodDefinition method, ReturnShape shape, TypeReference type)
    {
        var name = MethodNames.Full(method);
        if (shape is not (ReturnShape.Iterator or ReturnShape.Sequence))
        {
            return (null, (
                WarningCode.ReducerWithoutStream,
                $"OutputReducer of '{name}' is left aside, since the method returns no stream. Remove it, or return IEnumerable or IAsyncEnumerable."));
        }

        var definition = type.GetElementType().Resolve();
        var constructor = definition?.Methods.FirstOrDefault(m =>
            m is { IsConstructor: true, IsStatic: false, HasParameters: false } && (m.IsPublic || m.IsAssembly && m.Module == method.Module));
        if (definition is null or { IsAbstract: true } or { IsValueType: true } or { HasGenericParameters: true }
            || constructor is null || !IsVisible(definition, method.Module))
        {
            return (null, Unfit(name, type, "it is no class, is generic or abstract, or has no parameterless constructor that the assembly can call"));
        }

        var item = ReturnShapes.ItemOf(method.ReturnType);
        var taken = Interfaces(definition).OfType<GenericInstanceType>().Where(i => i.ElementType.FullName == Interface).Select(i => i.GenericArguments[0]);
        if (taken.Any(t => Takes(t, item)))
        {
            Open(definition, method.Module);
            return (constructor, null);
        }

        return (null, Unfit(name, type, $"it does not implement IOutputReducer<{item?.FullName ?? "object"}>"));
    }

    // Its author sees a private type from the method; the handle's type has to as well.
    private static void Open(TypeDefinition type, ModuleDefinition module)
    {
        for (var current = type; current is not null && type.Module == module; current = current.DeclaringType)
        {
            if (current.IsNestedPrivate)
            {
                current.IsNestedAssembly = true;
            }
            else if (current.IsNestedFamily)
            {
                current.IsNestedFamilyOrAssembly = true;
            }
        }
    }

    private static (string Code, string Message) Unfit(string method, TypeReference type, string reason) =>
        (WarningCode.UnfitReducer, $"OutputReducer '{type.FullName}' of '{method}' is left aside: {reason}.");

    private static bool IsVisible(TypeDefinition type, ModuleDefinition module) =>
        type.Module == module || type.IsPublic || type.IsNestedPublic;

    // Items of a parameter's type are known at run time only, where one that does not fit keeps the list.
    private static bool Takes(TypeReference taken, TypeReference? item) =>
        item is null ? taken.FullName == "System.Object"
        : taken.FullName == item.FullName || item.IsGenericParameter
            || !item.IsValueType && (taken.FullName == "System.Object" || IsBase(taken, item));

    private static bool IsBase(TypeReference taken, TypeReference item)
    {
        var definition = item.GetElementType().Resolve();
        for (var i = 0; definition is not null && i < MaxBaseTypes; i++)
        {
            if (definition.FullName == taken.FullName || definition.Interfaces.Any(i => i.InterfaceType.FullName == taken.FullName))
            {
                return true;
            }

            definition = definition.BaseType?.GetElementType().Resolve();
        }

        return false;
    }

    private static IEnumerable<TypeReference> Interfaces(TypeDefinition type)
    {
        TypeDefinition? current = type;
        for (var i = 0; current is not null && i < MaxBaseTypes; i++)
        {
            foreach (var implemented in current.Interfaces)
            {
                yield return implemented.InterfaceType;
            }

            current = current.BaseType?.GetElementType().Resolve();
        }
    }
}
