using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What one instruction takes from the stack and puts on it, and whether that fits.</summary>
internal sealed partial class InstructionVerifier
{
    private readonly MethodDefinition _method;
    private readonly TypeRules _types;
    private readonly Frame _frame;
    private readonly Action<Rule, string> _complain;
    private bool _isStackGone;

    public InstructionVerifier(MethodDefinition method, TypeRules types, Frame frame, Action<Rule, string> complain)
    {
        _method = method;
        _types = types;
        _frame = frame;
        _complain = complain;
    }

    /// <summary>Applies the instruction to the frame; false when nothing sensible can be said of what follows.</summary>
    public bool Verify(Instruction instruction)
    {
        var isKnown = Simple(instruction) || Variables(instruction) || Memory(instruction) || Objects(instruction) || Calls(instruction);
        if (!isKnown)
        {
            _complain(Rule.Unsafe, "not an instruction that can be verified");
        }

        return isKnown && !_isStackGone;
    }

    private bool Simple(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Nop or Code.Break or Code.Br or Code.Br_S or Code.Leave or Code.Leave_S or Code.Endfinally or Code.Rethrow:
            case Code.Constrained or Code.Readonly or Code.Tail or Code.Volatile or Code.Unaligned:
                return true;
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4:
                Push(StackValue.Int32);
                return true;
            case Code.Ldc_I8:
                Push(StackValue.Int64);
                return true;
            case Code.Ldc_R4 or Code.Ldc_R8:
                Push(StackValue.Float);
                return true;
            case Code.Ldnull:
                Push(StackValue.Null);
                return true;
            case Code.Ldstr:
                Push(_types.OnStack(_types.Core("String")));
                return true;
            case Code.Dup:
                var copied = Pop();
                Push(copied);
                Push(copied);
                return true;
            case Code.Pop:
                Pop();
                return true;
            case Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S:
                var condition = Pop();
                Require(condition.Kind is not (StackKind.Value or StackKind.Float), $"{condition} is neither true nor false");
                return true;
            case Code.Switch or Code.Endfilter:
                Require(Pop().Kind == StackKind.Int32, "an int32 is asked for");
                return true;
            case Code.Neg or Code.Not or Code.Ckfinite:
                var operand = Pop();
                Require(operand.IsNumber, $"{operand} is not a number");
                Push(operand);
                return true;
            case (>= Code.Add and <= Code.Xor) or (>= Code.Add_Ovf and <= Code.Sub_Ovf_Un):
                Push(Arithmetic(Pop(), Pop()));
                return true;
            case Code.Shl or Code.Shr or Code.Shr_Un:
                Require(Pop().Kind is StackKind.Int32 or StackKind.NativeInt, "bits are shifted by an int32");
                var shifted = Pop();
                Require(shifted.IsNumber && shifted.Kind != StackKind.Float, $"{shifted} is not an integer");
                Push(shifted);
                return true;
            case Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                Compare(Pop(), Pop());
                Push(StackValue.Int32);
                return true;
            case (>= Code.Beq_S and <= Code.Blt_Un_S) or (>= Code.Beq and <= Code.Blt_Un):
                Compare(Pop(), Pop());
                return true;
            default:
                return Conversion(instruction.OpCode.Code);
        }
    }

    private bool Conversion(Code code)
    {
        StackValue? result = code switch
        {
            Code.Conv_I1 or Code.Conv_I2 or Code.Conv_I4 or Code.Conv_U1 or Code.Conv_U2 or Code.Conv_U4 => StackValue.Int32,
            Code.Conv_Ovf_I1 or Code.Conv_Ovf_I2 or Code.Conv_Ovf_I4 or Code.Conv_Ovf_U1 or Code.Conv_Ovf_U2 or Code.Conv_Ovf_U4 => StackValue.Int32,
            Code.Conv_Ovf_I1_Un or Code.Conv_Ovf_I2_Un or Code.Conv_Ovf_I4_Un => StackValue.Int32,
            Code.Conv_Ovf_U1_Un or Code.Conv_Ovf_U2_Un or Code.Conv_Ovf_U4_Un => StackValue.Int32,
            Code.Conv_I8 or Code.Conv_U8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_I8_Un or Code.Conv_Ovf_U8_Un => StackValue.Int64,
            Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Conv_Ovf_I_Un or Code.Conv_Ovf_U_Un => StackValue.NativeInt,
            Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => StackValue.Float,
            _ => null,
        };
        if (result is null)
        {
            return false;
        }

        var value = Pop();
        if (!value.IsNumber)
        {
            _complain(value.Kind == StackKind.Address ? Rule.Unsafe : Rule.Type, $"{value} is not a number");
        }

        Push(result);
        return true;
    }

    private bool Variables(Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                LoadArgument(Argument(code - Code.Ldarg_0));
                return true;
            case Code.Ldarg or Code.Ldarg_S:
                LoadArgument((ParameterDefinition)instruction.Operand);
                return true;
            case Code.Ldarga or Code.Ldarga_S:
                if (Known((ParameterDefinition)instruction.Operand) is { } addressed)
                {
                    Push(new StackValue(StackKind.Address, TypeOf(addressed)));
                }

                return true;
            case Code.Starg or Code.Starg_S:
                var argument = Pop();
                if (Known((ParameterDefinition)instruction.Operand) is { } stored)
                {
                    Expect(argument, TypeOf(stored), stored.Name);
                }

                return true;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                LoadLocal(Local(code - Code.Ldloc_0));
                return true;
            case Code.Ldloc or Code.Ldloc_S:
                LoadLocal((VariableDefinition)instruction.Operand);
                return true;
            case Code.Ldloca or Code.Ldloca_S:
                if (Known((VariableDefinition)instruction.Operand) is { } pointed)
                {
                    Push(new StackValue(StackKind.Address, TypeKey.Plain(pointed.VariableType)));
                }

                return true;
            case >= Code.Stloc_0 and <= Code.Stloc_3:
                StoreLocal(Local(code - Code.Stloc_0));
                return true;
            case Code.Stloc or Code.Stloc_S:
                StoreLocal((VariableDefinition)instruction.Operand);
                return true;
            default:
                return false;
        }
    }

    private void LoadArgument(ParameterDefinition? parameter)
    {
        if (Known(parameter) is { } known)
        {
            var isThis = known == _method.Body.ThisParameter && !_method.DeclaringType.IsValueType && !ThisIsReplaced();
            Push(_types.OnStack(TypeOf(known)) with { IsThis = isThis });
        }
    }

    private void LoadLocal(VariableDefinition? variable)
    {
        if (Known(variable) is { } known)
        {
            Push(_types.OnStack(known.VariableType));
        }
    }

    private void StoreLocal(VariableDefinition? variable)
    {
        var value = Pop();
        if (Known(variable) is { } known)
        {
            Expect(value, known.VariableType, $"local variable {known.Index}");
        }
    }

    private ParameterDefinition? Argument(int index) =>
        !_method.HasThis ? _method.Parameters.ElementAtOrDefault(index)
        : index == 0 ? _method.Body.ThisParameter
        : _method.Parameters.ElementAtOrDefault(index - 1);

    private VariableDefinition? Local(int index) => _method.Body.Variables.ElementAtOrDefault(index);

    private ParameterDefinition? Known(ParameterDefinition? parameter)
    {
        var isThis = _method.HasThis && parameter == _method.Body.ThisParameter;
        return parameter is not null && (isThis || _method.Parameters.Contains(parameter)) ? parameter : Unknown(parameter);
    }

    private VariableDefinition? Known(VariableDefinition? variable) =>
        variable is not null && _method.Body.Variables.Contains(variable) ? variable : Unknown(variable);

    private T? Unknown<T>(T? _)
        where T : class
    {
        _complain(Rule.Variable, "the method has no such argument or local variable");
        _isStackGone = true;
        return null;
    }

    private TypeReference TypeOf(ParameterDefinition parameter)
    {
        if (!_method.HasThis || parameter != _method.Body.ThisParameter)
        {
            return TypeKey.Plain(parameter.ParameterType);
        }

        var self = Substitution.Self(_method.DeclaringType);
        return _method.DeclaringType.IsValueType ? new ByReferenceType(self) : self;
    }

    private bool ThisIsReplaced() => _method.Body.Instructions.Any(instruction =>
        instruction.OpCode.Code is Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S && instruction.Operand == _method.Body.ThisParameter);

    private StackValue Arithmetic(StackValue right, StackValue left)
    {
        if (left.Kind == StackKind.Address || right.Kind == StackKind.Address)
        {
            _complain(Rule.Unsafe, "an address is calculated with");
            return left.Kind == right.Kind ? StackValue.NativeInt : left.Kind == StackKind.Address ? left : right;
        }

        Require(left.IsNumber && right.IsNumber && IsPair(left, right), $"{left} and {right} do not go together");
        return left.Kind == StackKind.Int32 ? right : left;
    }

    private void Compare(StackValue right, StackValue left) => Require(
        (left.IsObject && right.IsObject)
        || (left.Kind == StackKind.Address && right.Kind == StackKind.Address)
        || (left.IsNumber && right.IsNumber && IsPair(left, right)),
        $"{left} and {right} cannot be compared");

    private static bool IsPair(StackValue left, StackValue right) => left.Kind == right.Kind
        || (left.Kind is StackKind.Int32 or StackKind.NativeInt && right.Kind is StackKind.Int32 or StackKind.NativeInt);

    private void Push(StackValue value) => _frame.Push(value);

    private StackValue Pop()
    {
        if (_frame.Pop() is { } value)
        {
            return value;
        }

        _complain(Rule.Underflow, "the stack is empty");
        _isStackGone = true;
        return StackValue.Null;
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds && !_isStackGone)
        {
            _complain(Rule.Type, otherwise);
        }
    }

    private void Expect(StackValue value, TypeReference type, string what)
    {
        var isPointer = TypeKey.Plain(type) is PointerType or FunctionPointerType && value.Kind == StackKind.Address;
        if (isPointer)
        {
            _complain(Rule.Unsafe, $"{value} is given for {what} of type {TypeKey.Of(type)}");
        }
        else
        {
            Require(_types.IsAssignable(value, type), $"{value} is given for {what} of type {TypeKey.Of(type)}");
        }
    }
}
