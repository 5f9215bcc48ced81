using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelBridge.Decorators;

/// <summary>What a type of delegate takes and returns, as far as spans record it.</summary>
internal sealed class DelegateSignature
{
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A delegate keeps its Invoke method: it is called through it.")]
    public DelegateSignature(Type type)
    {
        var invoke = type.GetMethod("Invoke") ?? throw new ArgumentException("The delegate has no signature of its own.", nameof(type));
        Type = type;
        Parameters = invoke.GetParameters();
        ReturnType = invoke.ReturnType;
        Inputs = Indices(static p => !p.IsOut || p.IsIn);
        Outputs = Indices(static p => p.ParameterType.IsByRef && !p.IsIn);
        IsSupported = !ReturnType.IsByRef && !ReturnType.IsByRefLike && !ReturnType.IsPointer && !Array.Exists(Parameters, static p => !IsObject(p));
    }

    public Type Type { get; }

    public ParameterInfo[] Parameters { get; }

    public Type ReturnType { get; }

    /// <summary>The parameters that bring something in.</summary>
    public int[] Inputs { get; }

    /// <summary>The parameters that bring something out.</summary>
    public int[] Outputs { get; }

    /// <summary>Whether everything that goes in and out can be an object.</summary>
    public bool IsSupported { get; }

    private int[] Indices(Predicate<ParameterInfo> isWanted) => [.. Enumerable.Range(0, Parameters.Length).Where(i => isWanted(Parameters[i]))];

    private static bool IsObject(ParameterInfo parameter)
    {
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;
    }
}
