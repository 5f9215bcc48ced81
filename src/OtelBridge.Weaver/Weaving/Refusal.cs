using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Why a method cannot be woven, and what to do about it.</summary>
internal static class Refusal
{
    private const string AsyncStateMachine = "System.Runtime.CompilerServices.AsyncStateMachineAttribute";

    // MethodImplOptions.Async: the runtime itself suspends the method, whose body returns no task.
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    /// <summary>The code and the reason; null when the method can be woven.</summary>
    public static (string Code, string Message)? Of(MethodDefinition method, ReturnShape shape)
    {
        var name = MethodNames.Full(method);
        if (!method.HasBody || method.Body.Instructions.Count == 0)
        {
            return (WarningCode.NoBody, $"{Vain(name)}, which has no body in this assembly. Put it on the methods that implement it.");
        }

        if ((method.ImplAttributes & RuntimeAsync) != 0)
        {
            return (WarningCode.RuntimeAsync, $"{Vain(name)}, which is compiled for asynchrony of the runtime. Build without the feature 'runtime-async'.");
        }

        if (shape == ReturnShape.Unknown)
        {
            return (
                WarningCode.UnknownTaskType,
                $"{Vain(name)}: when a '{method.ReturnType.FullName}' ends cannot be seen. Return Task or ValueTask, or trace what it awaits.");
        }

        if (method.ReturnType.MetadataType == MetadataType.Void && TypeShape.Carries(method, AsyncStateMachine))
        {
            return (
                WarningCode.AsyncVoid,
                $"{Vain(name)}: nobody can tell when an 'async void' method ends. Return Task, or trace a method that it awaits.");
        }

        if (method.CallingConvention == MethodCallingConvention.VarArg || method.Body.Instructions.Any(i => i.OpCode == OpCodes.Jmp))
        {
            return (WarningCode.UnsupportedBody, $"{Vain(name)}, which takes '__arglist' or jumps into another method. Trace a method that calls it.");
        }

        return null;
    }

    private static string Vain(string method) => $"[Trace] has no effect on '{method}'";
}
