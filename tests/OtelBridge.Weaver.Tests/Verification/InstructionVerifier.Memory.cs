using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

internal sealed partial class InstructionVerifier
{
    private bool Memory(Instruction instruction)
    {
        var type = instruction.Operand as TypeReference;
        switch (instruction.OpCode.Code)
        {
            case Code.Ldind_Ref or Code.Stind_Ref:
                IndirectReference(instruction.OpCode.Code == Code.Stind_Ref);
                return true;
            case >= Code.Ldind_I1 and <= Code.Ldind_R8:
                var read = Primitive(instruction.OpCode.Code);
                AddressOf(Pop(), read);
                Push(_types.OnStack(read));
                return true;
            case Code.Stind_I or (>= Code.Stind_I1 and <= Code.Stind_R8):
                var written = Primitive(instruction.OpCode.Code);
                Expect(Pop(), written, "what is written");
                AddressOf(Pop(), written);
                return true;
            case Code.Ldobj:
                AddressOf(Pop(), type!);
                Push(_types.OnStack(type!));
                return true;
            case Code.Stobj:
                Expect(Pop(), type!, "what is written");
                AddressOf(Pop(), type!);
                return true;
            case Code.Cpobj:
                AddressOf(Pop(), type!);
                AddressOf(Pop(), type!);
                return true;
            case Code.Initobj:
                AddressOf(Pop(), type!);
                return true;
            case Code.Sizeof:
                Push(StackValue.Int32);
                return true;
            case Code.Localloc:
                Pop();
                _complain(Rule.Unsafe, "memory of the stack is taken");
                Push(StackValue.NativeInt);
                return true;
            case Code.Cpblk or Code.Initblk:
                Pop();
                Pop();
                Pop();
                _complain(Rule.Unsafe, "memory is written as a block");
                return true;
            case Code.Newarr:
                Require(Pop().Kind is StackKind.Int32 or StackKind.NativeInt, "the length of an array is an int32");
                Push(new StackValue(StackKind.Reference, new ArrayType(type!)));
                return true;
            case Code.Ldlen:
                Element(Pop());
                Push(StackValue.NativeInt);
                return true;
            case Code.Ldelema:
                Index();
                var addressed = Element(Pop());
                var isSame = addressed is null || TypeKey.Of(addressed) == TypeKey.Of(type!);
                Require(isSame || (IsReadonly(instruction) && _types.IsCompatible(addressed!, type!)), "an array of another type");
                Push(new StackValue(StackKind.Address, type));
                return true;
            case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref or Code.Ldelem_Any:
                Index();
                var element = Element(Pop());
                var isReference = instruction.OpCode.Code == Code.Ldelem_Ref;
                var loaded = type ?? (isReference ? element ?? _types.Core("Object") : Primitive(instruction.OpCode.Code));
                Require(element is null || IsElement(element, loaded), $"an array of {element}");
                Push(_types.OnStack(loaded));
                return true;
            case >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any:
                StoreElement(instruction.OpCode.Code, type);
                return true;
            default:
                return Fields(instruction);
        }
    }

    private void StoreElement(Code code, TypeReference? type)
    {
        var value = Pop();
        Index();
        var element = Element(Pop());

        // The runtime checks the type of what is stored in an array of references; that it is a reference has to be sure before.
        var stored = type ?? (code == Code.Stelem_Ref ? _types.Core("Object") : Primitive(code));
        Expect(value, stored, "the element");
        Require(element is null || code == Code.Stelem_Ref || IsElement(element, stored), $"an array of {element}");
    }

    private void IndirectReference(bool isWrite)
    {
        var value = isWrite ? Pop() : null;
        var address = Pop();
        if (address is not { Kind: StackKind.Address, Type: { } type })
        {
            AddressOf(address, _types.Core("Object"));
            type = _types.Core("Object");
        }

        Require(_types.OnStack(type).Kind == StackKind.Reference, $"{address} does not lead to a reference");
        if (value is not null)
        {
            Expect(value, type, "what is written");
        }
        else
        {
            Push(_types.OnStack(type));
        }
    }

    private bool Fields(Instruction instruction)
    {
        if (instruction.Operand is not FieldReference field || instruction.OpCode.Code == Code.Ldtoken)
        {
            return false;
        }

        var code = instruction.OpCode.Code;
        var type = Substitution.In(field, field.FieldType);
        if (code is Code.Stfld or Code.Stsfld)
        {
            Expect(Pop(), type, field.Name);
        }

        if (code is Code.Ldfld or Code.Ldflda or Code.Stfld)
        {
            OwnerOf(field, Pop(), mayBeValue: code == Code.Ldfld);
        }

        Check(field, isWrite: code is Code.Stfld or Code.Stsfld, isStatic: code is Code.Ldsfld or Code.Ldsflda or Code.Stsfld);
        if (code is Code.Ldfld or Code.Ldsfld)
        {
            Push(_types.OnStack(type));
        }
        else if (code is Code.Ldflda or Code.Ldsflda)
        {
            Push(new StackValue(StackKind.Address, TypeKey.Plain(type)));
        }

        return true;
    }

    private void OwnerOf(FieldReference field, StackValue owner, bool mayBeValue)
    {
        var fits = owner.Kind switch
        {
            StackKind.Null => true,
            StackKind.Reference => _types.IsCompatible(owner.Type!, field.DeclaringType),
            StackKind.Address => TypeKey.Of(owner.Type!) == TypeKey.Of(field.DeclaringType),
            StackKind.Value => mayBeValue && TypeKey.Of(owner.Type!) == TypeKey.Of(field.DeclaringType),
            _ => false,
        };
        if (owner.Kind == StackKind.NativeInt)
        {
            _complain(Rule.Unsafe, $"field {field.Name} through a pointer");
        }
        else
        {
            Require(fits, $"{owner} has no field {field.Name} of {TypeKey.Of(field.DeclaringType)}");
        }
    }

    private void Check(FieldReference field, bool isWrite, bool isStatic)
    {
        if (field.Resolve() is not { } definition)
        {
            _complain(Rule.Missing, field.FullName);
            return;
        }

        Require(!isStatic || definition.IsStatic, $"field {field.Name} belongs to objects");
        CheckVisible(definition.DeclaringType, field, definition.IsPrivate, definition.IsAssembly || definition.IsFamilyAndAssembly);
        var isOwnStart = definition.DeclaringType == _method.DeclaringType && (_method.IsConstructor || IsInit(_method));
        if (isWrite && definition.IsInitOnly && !isOwnStart)
        {
            _complain(Rule.ReadOnly, $"field {field.Name} is read-only");
        }
    }

    private static bool IsInit(MethodDefinition method) =>
        method.ReturnType is RequiredModifierType { ModifierType.FullName: "System.Runtime.CompilerServices.IsExternalInit" };

    private void AddressOf(StackValue address, TypeReference type)
    {
        if (address.Kind == StackKind.NativeInt)
        {
            _complain(Rule.Unsafe, "memory is used through a pointer");
        }
        else
        {
            Require(address.Kind == StackKind.Address && IsElement(address.Type!, type), $"{address} does not lead to {TypeKey.Of(type)}");
        }
    }

    private bool IsElement(TypeReference held, TypeReference type) =>
        _types.Reduced(held) == _types.Reduced(type)
        || (_types.OnStack(held).Kind == StackKind.Reference && _types.OnStack(type).Kind == StackKind.Reference && _types.IsCompatible(held, type));

    private void Index() => Require(Pop().Kind is StackKind.Int32 or StackKind.NativeInt, "the index of an array is an int32");

    private TypeReference? Element(StackValue array)
    {
        Require(array.Kind == StackKind.Null || array.Type is ArrayType { IsVector: true }, $"{array} is not an array");
        return (array.Type as ArrayType)?.ElementType;
    }

    private static bool IsReadonly(Instruction instruction) => instruction.Previous?.OpCode.Code == Code.Readonly;

    private TypeReference Primitive(Code code) => _types.Core(code switch
    {
        Code.Ldind_I1 or Code.Ldind_U1 or Code.Stind_I1 or Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Stelem_I1 => "SByte",
        Code.Ldind_I2 or Code.Ldind_U2 or Code.Stind_I2 or Code.Ldelem_I2 or Code.Ldelem_U2 or Code.Stelem_I2 => "Int16",
        Code.Ldind_I4 or Code.Ldind_U4 or Code.Stind_I4 or Code.Ldelem_I4 or Code.Ldelem_U4 or Code.Stelem_I4 => "Int32",
        Code.Ldind_I8 or Code.Stind_I8 or Code.Ldelem_I8 or Code.Stelem_I8 => "Int64",
        Code.Ldind_R4 or Code.Stind_R4 or Code.Ldelem_R4 or Code.Stelem_R4 => "Single",
        Code.Ldind_R8 or Code.Stind_R8 or Code.Ldelem_R8 or Code.Stelem_R8 => "Double",
        _ => "IntPtr",
    });
}
