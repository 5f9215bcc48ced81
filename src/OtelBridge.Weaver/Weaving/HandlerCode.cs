using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>What happens when an exception leaves a woven method: a filter sees it pass, a fault block ends the span as the stack unwinds.</summary>
/// <remarks>
/// Not a catch block that throws it again: those pile up on the stack, so that an exception through a thousand recursive calls would end the
/// process; a debugger and a dump of a crash would show the last of them instead of the line that threw.
/// </remarks>
internal sealed class HandlerCode
{
    private readonly Instruction _filter;
    private readonly Instruction _handler;
    private readonly Instruction _fault;

    public HandlerCode(RuntimeMembers runtime, VariableDefinition span)
    {
        _filter = Instruction.Create(OpCodes.Stloc, Exception = new VariableDefinition(runtime.Object));
        _handler = Instruction.Create(OpCodes.Pop);
        _fault = Instruction.Create(OpCodes.Ldloc, span);
        Code =
        [
            _filter,
            Instruction.Create(OpCodes.Ldloc, span),
            Instruction.Create(OpCodes.Ldloc, Exception),
            Instruction.Create(OpCodes.Call, runtime.Pass),
            Instruction.Create(OpCodes.Endfilter),

            // Never reached, since the filter lets everything pass.
            _handler,
            Instruction.Create(OpCodes.Rethrow),
            _fault,
            Instruction.Create(OpCodes.Call, runtime.End),
            Instruction.Create(OpCodes.Endfinally),
        ];
    }

    /// <summary>To be put between the body and what follows it.</summary>
    public IReadOnlyList<Instruction> Code { get; }

    private VariableDefinition Exception { get; }

    /// <summary>Protects everything from the first instruction to this code, which the epilogue follows.</summary>
    public void Protect(MethodBody body, Instruction first, Instruction epilogue)
    {
        body.Variables.Add(Exception);

        // Last, since inner handlers come before the outer ones.
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Filter)
        {
            TryStart = first,
            TryEnd = _filter,
            FilterStart = _filter,
            HandlerStart = _handler,
            HandlerEnd = _fault,
        });
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Fault)
        {
            TryStart = first,
            TryEnd = _fault,
            HandlerStart = _fault,
            HandlerEnd = epilogue,
        });
    }
}
