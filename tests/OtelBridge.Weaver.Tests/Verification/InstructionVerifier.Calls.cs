using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

internal sealed partial class InstructionVerifier
{
    private bool Objects(Instruction instruction)
    {
        var type = instruction.Operand as TypeReference;
        switch (instruction.OpCode.Code)
        {
            case Code.Box:
                Expect(Pop(), type!, "what is boxed");
                CheckBoxable(type!);
                Push(new StackValue(StackKind.Reference, Boxed(type!)));
                return true;
            case Code.Unbox:
                RequireObject(Pop());
                Push(new StackValue(StackKind.Address, type));
                return true;
            case Code.Unbox_Any:
                RequireObject(Pop());
                CheckBoxable(type!);
                Push(_types.OnStack(type!));
                return true;
            case Code.Castclass or Code.Isinst:
                RequireObject(Pop());
                Push(new StackValue(StackKind.Reference, Boxed(type!)));
                return true;
            case Code.Throw:
                Throw(Pop());
                return true;
            case Code.Ldtoken:
                var handle = instruction.Operand switch
                {
                    TypeReference => "RuntimeTypeHandle",
                    MethodReference => "RuntimeMethodHandle",
                    _ => "RuntimeFieldHandle",
                };
                Push(new StackValue(StackKind.Value, _types.Core(handle)));
                return true;
            default:
                return false;
        }
    }

    private bool Calls(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ret:
                Return();
                return true;
            case Code.Call or Code.Callvirt or Code.Newobj:
                Call(instruction, (MethodReference)instruction.Operand);
                return true;
            case Code.Ldftn:
                var method = (MethodReference)instruction.Operand;
                CheckMethod(method);
                Push(StackValue.NativeInt with { Method = method });
                return true;
            case Code.Ldvirtftn:
                var looked = (MethodReference)instruction.Operand;
                Expect(Pop(), looked.DeclaringType, "the object whose method is looked up");
                CheckMethod(looked);
                Push(StackValue.NativeInt with { Method = looked });
                return true;
            case Code.Calli:
                var site = (CallSite)instruction.Operand;
                _complain(Rule.Unsafe, "a call through a pointer");
                Pop();
                for (var i = site.Parameters.Count + (site.HasThis ? 1 : 0); i > 0; i--)
                {
                    Pop();
                }

                PushResult(site.ReturnType);
                return true;
            default:
                return false;
        }
    }

    private void Return()
    {
        if (!_frame.IsConstructed)
        {
            _complain(Rule.Constructor, "no constructor of the base class was called");
        }

        if (_method.ReturnType.FullName != "System.Void" && TypeKey.Plain(_method.ReturnType).FullName != "System.Void")
        {
            Expect(Pop(), _method.ReturnType, "the result");
        }
    }

    private void Call(Instruction instruction, MethodReference method)
    {
        var isNew = instruction.OpCode.Code == Code.Newobj;
        var given = new StackValue[method.Parameters.Count];
        for (var i = given.Length - 1; i >= 0; i--)
        {
            given[i] = Pop();
        }

        if (isNew && method.Parameters.Count == 2 && _types.Find(method.DeclaringType)?.BaseType?.FullName == "System.MulticastDelegate")
        {
            CheckDelegate(method, given[0], given[1]);
        }
        else
        {
            for (var i = 0; i < given.Length; i++)
            {
                Expect(given[i], Substitution.In(method, method.Parameters[i].ParameterType), $"argument {i} of {method.Name}");
                Require(_frame.IsConstructed || !given[i].IsThis, "the object is given away before it is constructed");
            }
        }

        if (method.HasThis && !isNew)
        {
            CheckObject(instruction, method, Pop());
        }

        CheckMethod(method);
        if (isNew)
        {
            Push(_types.OnStack(method.DeclaringType));
        }
        else
        {
            PushResult(Substitution.In(method, method.ReturnType));
        }
    }

    private void CheckObject(Instruction instruction, MethodReference method, StackValue target)
    {
        if (Constraint(instruction) is { } constrained)
        {
            var key = TypeKey.Of(constrained);
            Require(target.Kind == StackKind.Address && TypeKey.Of(target.Type!) == key, $"{target} is not the address of {key}");
            Require(_types.IsCompatible(constrained, method.DeclaringType), $"{key} has no {method.Name} of {TypeKey.Of(method.DeclaringType)}");
        }
        else if (_types.IsValueType(method.DeclaringType))
        {
            AddressOf(target, method.DeclaringType);
        }
        else
        {
            Expect(target, method.DeclaringType, $"the object of {method.Name}");
        }

        var isConstructor = method.Name == ".ctor" && target.IsThis && instruction.OpCode.Code == Code.Call;
        if (isConstructor)
        {
            var isOwn = _method.IsConstructor && (TypeKey.Of(method.DeclaringType) == TypeKey.Of(Substitution.Self(_method.DeclaringType))
                || TypeKey.Of(method.DeclaringType) == TypeKey.Of(_method.DeclaringType.BaseType));
            if (!isOwn)
            {
                _complain(Rule.Constructor, $"{method.FullName} is neither a constructor of this class nor of its base class");
            }

            _frame.IsConstructed = true;
        }
        else if (!_frame.IsConstructed && target.IsThis)
        {
            _complain(Rule.Constructor, $"{method.Name} is called before the object is constructed");
        }
        else if (instruction.OpCode.Code == Code.Call && !target.IsThis && MayBeOverridden(method.Resolve()))
        {
            _complain(Rule.Type, $"{method.FullName} is called past its overrides on another object than this");
        }
    }

    private static bool MayBeOverridden(MethodDefinition? method) =>
        method is { IsVirtual: true, IsFinal: false, DeclaringType: { IsSealed: false, IsValueType: false, IsInterface: false } };

    // Its target and method have to fit what it is called with.
    private void CheckDelegate(MethodReference constructor, StackValue target, StackValue code)
    {
        Require(target.IsObject, $"{target} cannot be the target of a delegate");
        var methods = _types.Find(constructor.DeclaringType)?.Methods;
        if (code.Method is not { } method || methods?.FirstOrDefault(candidate => candidate.Name == "Invoke") is not { } invoke)
        {
            Require(code.Method is not null, "a delegate without a method");
            return;
        }

        // A static method may have its first parameter bound to the target.
        List<TypeReference> takes = [.. method.Parameters.Select(parameter => Substitution.In(method, parameter.ParameterType))];
        if (method.HasThis)
        {
            takes.Insert(0, method.DeclaringType);
        }

        List<TypeReference> gives = [.. invoke.Parameters.Select(parameter => Substitution.In(constructor.DeclaringType, parameter.ParameterType))];
        var bound = takes.Count - gives.Count;
        if (bound is not (0 or 1) || (method.HasThis && bound == 0))
        {
            Require(false, $"{method.FullName} does not take what {constructor.DeclaringType.FullName} gives");
            return;
        }

        if (bound == 1 && !(method.HasThis && _types.IsValueType(method.DeclaringType)))
        {
            Require(_types.IsAssignable(target, takes[0]), $"{target} is no target for {method.FullName}");
        }

        for (var i = 0; i < gives.Count; i++)
        {
            var given = _types.OnStack(gives[i]);
            Require(_types.IsAssignable(given, takes[i + bound]), $"parameter {i} of {method.FullName} does not take {given}");
        }

        var result = Substitution.In(constructor.DeclaringType, invoke.ReturnType);
        var returned = Substitution.In(method, method.ReturnType);
        var isVoid = result.FullName == "System.Void" || returned.FullName == "System.Void";
        Require(
            TypeKey.Of(result) == TypeKey.Of(returned) || (!isVoid && _types.IsAssignable(_types.OnStack(returned), result)),
            $"{method.FullName} does not give {TypeKey.Of(result)}");
    }

    // A nullable value is boxed as the value that it has.
    private static TypeReference Boxed(TypeReference type) =>
        type is GenericInstanceType { ElementType.FullName: "System.Nullable`1", GenericArguments: [var value] } ? value : type;

    private void Throw(StackValue thrown)
    {
        if (!_types.IsAssignable(thrown, _types.Core("Exception")))
        {
            _complain(thrown.Kind == StackKind.Reference ? Rule.Thrown : Rule.Type, $"{thrown} is thrown");
        }
    }

    private void RequireObject(StackValue value) => Require(value.IsObject, $"{value} is not an object");

    private void PushResult(TypeReference type)
    {
        if (TypeKey.Plain(type).FullName != "System.Void")
        {
            Push(_types.OnStack(type));
        }
    }

    private static TypeReference? Constraint(Instruction instruction)
    {
        for (var prefix = instruction.Previous; prefix is { OpCode.OpCodeType: OpCodeType.Prefix }; prefix = prefix.Previous)
        {
            if (prefix.OpCode.Code == Code.Constrained)
            {
                return (TypeReference)prefix.Operand;
            }
        }

        return null;
    }
}
