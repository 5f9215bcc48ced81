using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelBridge.Decorators;

/// <summary>Finds what ends the span of a call by what the call returns: tasks and streams end later than the call.</summary>
internal static class CallEnds
{
    private static readonly MethodInfo[] Later = [.. typeof(TracedMethod).GetMethods().Where(static m => m.Name == nameof(TracedMethod.EndWith))];

    /// <summary>The method that follows a result of this type; null when the call's return is the end.</summary>
    [RequiresDynamicCode("The method is made for the type of the result at run time.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods ask nothing of their type parameters.")]
    public static MethodInfo? Following(Type result)
    {
        if (!result.IsGenericType)
        {
            return Array.Find(Later, m => m.GetParameters()[0].ParameterType == result);
        }

        var definition = result.GetGenericTypeDefinition();
        return Array
            .Find(Later, m => m.GetParameters()[0].ParameterType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition)
            ?.MakeGenericMethod(result.GetGenericArguments());
    }
}
