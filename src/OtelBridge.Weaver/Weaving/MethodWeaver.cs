using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Puts the span into one method: a prologue that starts it when somebody listens, the old body in a try block, an epilogue that ends it.</summary>
/// <remarks>In place, so that stack traces, reflection and symbols still show the method that was written.</remarks>
internal sealed class MethodWeaver(RuntimeMembers runtime, ValueLoader loader)
{
    private const int HiddenLine = 0xfeefee;

    public void Weave(TraceDeclaration declaration, ReturnShape shape, FieldDefinition handle)
    {
        var body = declaration.Method.Body;
        body.SimplifyMacros();
        var call = Local(body, shape == ReturnShape.Iterator ? runtime.StreamCall : runtime.Activity);
        var returned = declaration.Method.ReturnType;
        var result = returned.MetadataType == MetadataType.Void ? null : Local(body, WithoutModifiers(returned));
        var first = body.Instructions[0];
        var prologue = Prologue(declaration, shape, handle, call, first);
        var handlers = shape == ReturnShape.Iterator ? null : new HandlerCode(runtime, call);
        var epilogue = Epilogue(declaration, shape, handle, call, result);

        // A call in a protected block is no tail call.
        foreach (var tail in body.Instructions.Where(i => i.OpCode == OpCodes.Tail))
        {
            tail.OpCode = OpCodes.Nop;
        }

        LeaveInsteadOfReturn(body, result, handlers is null ? OpCodes.Br : OpCodes.Leave, epilogue[0]);
        List<Instruction> appended = [.. handlers?.Code ?? [], .. epilogue];
        EndHandlersBefore(body, appended[0]);
        Append(body, appended);
        for (var i = 0; i < prologue.Count; i++)
        {
            body.Instructions.Insert(i, prologue[i]);
        }

        handlers?.Protect(body, first, epilogue[0]);
        Hide(declaration.Method, prologue[0], [.. handlers?.Code.Take(1) ?? [], epilogue[0]]);
        body.OptimizeMacros();
    }

    private static VariableDefinition Local(MethodBody body, TypeReference type)
    {
        // Verifiable code clears its locals; the compiler sets the flag only where there are some.
        body.InitLocals |= !body.HasVariables;
        var local = new VariableDefinition(type);
        body.Variables.Add(local);
        return local;
    }

    private static TypeReference WithoutModifiers(TypeReference type) =>
        TypeShape.Referent(type) is { } referent ? new ByReferenceType(referent) : TypeShape.Plain(type);

    // No end means that of the method, which moves.
    private static void EndHandlersBefore(MethodBody body, Instruction appended)
    {
        foreach (var handler in body.ExceptionHandlers.Where(h => h.HandlerEnd is null))
        {
            handler.HandlerEnd = appended;
        }
    }

    private static void Append(MethodBody body, List<Instruction> code)
    {
        foreach (var instruction in code)
        {
            body.Instructions.Add(instruction);
        }
    }

    // Changed in place: branches to a return lead to what stands for it.
    private static void LeaveInsteadOfReturn(MethodBody body, VariableDefinition? result, OpCode leave, Instruction target)
    {
        for (var i = body.Instructions.Count - 1; i >= 0; i--)
        {
            var instruction = body.Instructions[i];
            if (instruction.OpCode != OpCodes.Ret)
            {
                continue;
            }

            if (result is null)
            {
                instruction.OpCode = leave;
                instruction.Operand = target;
            }
            else
            {
                instruction.OpCode = OpCodes.Stloc;
                instruction.Operand = result;
                body.Instructions.Insert(i + 1, Instruction.Create(leave, target));
            }
        }
    }

    // So that a debugger steps over what nobody wrote. Sequence points stand in the order of the code.
    private static void Hide(MethodDefinition method, Instruction prologue, params Instruction[] rest)
    {
        var symbols = method.DebugInformation;
        if (!symbols.HasSequencePoints)
        {
            return;
        }

        var document = symbols.SequencePoints[0].Document;
        symbols.SequencePoints.Insert(0, Hidden(prologue, document));
        foreach (var instruction in rest)
        {
            symbols.SequencePoints.Add(Hidden(instruction, document));
        }
    }

    private static SequencePoint Hidden(Instruction instruction, Document document) =>
        new(instruction, document) { StartLine = HiddenLine, EndLine = HiddenLine };

    private List<Instruction> Prologue(
        TraceDeclaration declaration, ReturnShape shape, FieldDefinition handle, VariableDefinition call, Instruction first)
    {
        List<Instruction> code =
        [
            // Also where locals are not zeroed.
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Stloc, call),
            Instruction.Create(OpCodes.Call, runtime.IsListening),
            Instruction.Create(OpCodes.Brfalse, first),
            Instruction.Create(OpCodes.Ldsfld, handle),
        ];
        code.AddRange(Arguments(declaration.Inputs));
        code.Add(Instruction.Create(OpCodes.Callvirt, shape == ReturnShape.Iterator ? runtime.Open : runtime.Begin));
        code.Add(Instruction.Create(OpCodes.Stloc, call));
        return code;
    }

    private IEnumerable<Instruction> Arguments(IReadOnlyList<ParameterDefinition> parameters) =>
        parameters.Count == 0 ? [Instruction.Create(OpCodes.Ldnull)] : loader.Array([.. parameters.Select(Argument)]);

    private List<Instruction> Argument(ParameterDefinition parameter) =>
        [Instruction.Create(OpCodes.Ldarg, parameter), .. loader.ToObject(parameter.ParameterType)];

    private List<Instruction> Epilogue(
        TraceDeclaration declaration, ReturnShape shape, FieldDefinition handle, VariableDefinition call, VariableDefinition? result)
    {
        var ret = Instruction.Create(OpCodes.Ret);
        var last = result is null ? ret : Instruction.Create(OpCodes.Ldloc, result);
        List<Instruction> code = [Instruction.Create(OpCodes.Ldloc, call), Instruction.Create(OpCodes.Brfalse, last)];
        code.AddRange(shape switch
        {
            ReturnShape.Value => EndOfValue(declaration, handle, call, result),
            ReturnShape.Iterator => FollowStream(call, result!),
            _ => EndWithResult(shape, handle, call, result!),
        });
        code.Add(last);
        if (result is not null)
        {
            code.Add(ret);
        }

        return code;
    }

    private IEnumerable<Instruction> EndOfValue(
        TraceDeclaration declaration, FieldDefinition handle, VariableDefinition call, VariableDefinition? result)
    {
        var load = Instruction.Create(OpCodes.Ldloc, call);
        var isMany = declaration.ReferenceOutputs.Count > 0;
        if (!isMany && (result is null || !declaration.CapturesOutputs))
        {
            return [load, Instruction.Create(OpCodes.Call, runtime.End)];
        }

        List<Instruction> loaded = result is null ? [] : [Instruction.Create(OpCodes.Ldloc, result), .. loader.ToObject(result.VariableType)];
        if (!isMany)
        {
            return [Instruction.Create(OpCodes.Ldsfld, handle), load, .. loaded, Instruction.Create(OpCodes.Callvirt, runtime.EndResult)];
        }

        List<List<Instruction>> first = result is null ? [] : [loaded];
        var values = loader.Array([.. first, .. declaration.ReferenceOutputs.Select(Argument)]);
        return [Instruction.Create(OpCodes.Ldsfld, handle), load, .. values, Instruction.Create(OpCodes.Callvirt, runtime.EndMany)];
    }

    private Instruction[] FollowStream(VariableDefinition call, VariableDefinition result) =>
    [
        Instruction.Create(OpCodes.Ldloc, call),
        Instruction.Create(OpCodes.Ldloc, result),
        Instruction.Create(OpCodes.Callvirt, runtime.Follow(result.VariableType)),
        Instruction.Create(OpCodes.Stloc, result),
    ];

    private List<Instruction> EndWithResult(ReturnShape shape, FieldDefinition handle, VariableDefinition call, VariableDefinition result)
    {
        // What has no result has nothing to ask the handle.
        var isStatic = shape == ReturnShape.Task;
        List<Instruction> code = isStatic ? [] : [Instruction.Create(OpCodes.Ldsfld, handle)];
        code.Add(Instruction.Create(OpCodes.Ldloc, result));
        code.Add(Instruction.Create(OpCodes.Ldloc, call));
        code.Add(Instruction.Create(isStatic ? OpCodes.Call : OpCodes.Callvirt, runtime.EndWith(result.VariableType)));
        code.Add(Instruction.Create(OpCodes.Stloc, result));
        return code;
    }
}
