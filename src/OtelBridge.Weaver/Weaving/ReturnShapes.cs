using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Tells how the end of a method's call shows.</summary>
internal static class ReturnShapes
{
    private const string Services = "System.Runtime.CompilerServices.";
    private const string Tasks = "System.Threading.Tasks.";
    private const int MaxBaseTypes = 32;

    public static ReturnShape Of(MethodDefinition method)
    {
        var type = method.ReturnType;
        if (type.GetElementType().Namespace + "." == Tasks && !type.IsByReference)
        {
            switch (type.GetElementType().Name)
            {
                case "Task" or "ValueTask":
                    return ReturnShape.Task;
                case "Task`1" or "ValueTask`1":
                    return ReturnShape.TaskOfResult;
                default:
                    break;
            }
        }

        if (IsSequence(type))
        {
            var isIterator = TypeShape.Carries(method, Services + "IteratorStateMachineAttribute")
                || TypeShape.Carries(method, Services + "AsyncIteratorStateMachineAttribute");
            return isIterator ? ReturnShape.Iterator : ReturnShape.Sequence;
        }

        return IsAwaitable(type) ? ReturnShape.Unknown : ReturnShape.Value;
    }

    /// <summary>The type of a sequence's items; null when it says none.</summary>
    public static TypeReference? ItemOf(TypeReference sequence) => sequence is GenericInstanceType generic ? generic.GenericArguments[0] : null;

    private static bool IsSequence(TypeReference type) => !type.IsByReference && type.GetElementType().FullName is
        "System.Collections.IEnumerable" or "System.Collections.IEnumerator"
        or "System.Collections.Generic.IEnumerable`1" or "System.Collections.Generic.IEnumerator`1"
        or "System.Collections.Generic.IAsyncEnumerable`1" or "System.Collections.Generic.IAsyncEnumerator`1";

    // A type that async methods can return, or that derives from Task: only its own code knows what it would mean to wrap it.
    private static bool IsAwaitable(TypeReference type)
    {
        if (type.IsPrimitive || type.IsByReference || type.IsGenericParameter || type.IsArray || type.IsPointer)
        {
            return false;
        }

        var definition = type.GetElementType().Resolve();
        for (var i = 0; definition is not null && i < MaxBaseTypes; i++)
        {
            if (definition.FullName is Tasks + "Task" or Tasks + "Task`1" || TypeShape.Carries(definition, Services + "AsyncMethodBuilderAttribute"))
            {
                return true;
            }

            definition = definition.BaseType?.GetElementType().Resolve();
        }

        return false;
    }
}
