using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>The generated types that hold a handle for each woven method: one for each type with such methods, made when its first call is traced.</summary>
/// <remarks>Not inside the types themselves: the handles of a generic type would be looked up at each call.</remarks>
internal sealed class HandleTable(ModuleDefinition module, RuntimeMembers runtime, ValueLoader loader)
{
    /// <summary>Also what tells a woven assembly.</summary>
    public const string TypeName = "<OtelBridge>TracedMethods";

    private const TypeAttributes Static = TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    private readonly TypeDefinition _table = new(string.Empty, TypeName, Static | TypeAttributes.NotPublic, module.TypeSystem.Object);
    private readonly Dictionary<TypeDefinition, TypeDefinition> _holders = [];

    public void AddToModule()
    {
        foreach (var holder in _holders.Values)
        {
            holder.Methods[0].Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        }

        MarkAsGenerated();
        module.Types.Add(_table);
    }

    /// <summary>The field that holds the method's handle.</summary>
    public FieldDefinition Add(TraceDeclaration declaration, ReturnShape shape, MethodReference? reducer)
    {
        var holder = Holder(declaration.Method.DeclaringType);
        var field = new FieldDefinition(
            $"{holder.Fields.Count}_{declaration.FunctionName}", FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.InitOnly, runtime.TracedMethod);
        holder.Fields.Add(field);
        var code = holder.Methods[0].Body.Instructions;
        foreach (var instruction in Creation(declaration, shape, reducer))
        {
            code.Add(instruction);
        }

        code.Add(Instruction.Create(OpCodes.Stsfld, field));
        return field;
    }

    private List<Instruction> Creation(TraceDeclaration declaration, ReturnShape shape, MethodReference? reducer)
    {
        List<Instruction> code =
        [
            Instruction.Create(OpCodes.Ldstr, declaration.Name),
            Instruction.Create(OpCodes.Ldstr, declaration.FunctionName),
            Instruction.Create(OpCodes.Ldstr, declaration.SpanType),
            Instruction.Create(OpCodes.Newobj, runtime.Constructor),
        ];
        if (declaration.CapturesInputs)
        {
            code.AddRange(loader.Texts([.. declaration.Inputs.Select(p => p.Name)]));
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithInputs", 1)));
        }

        if (!declaration.CapturesOutputs)
        {
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithoutOutputs", 0)));
        }
        else if (shape == ReturnShape.Value && declaration.ReferenceOutputs.Count > 0)
        {
            var result = declaration.Method.ReturnType.MetadataType == MetadataType.Void ? Array.Empty<string>() : ["result"];
            code.AddRange(loader.Texts([.. result, .. declaration.ReferenceOutputs.Select(p => p.Name)]));
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithOutputs", 1)));
        }

        if (declaration.MaxChunkEvents is { } events && shape is ReturnShape.Sequence or ReturnShape.Iterator)
        {
            code.Add(Instruction.Create(OpCodes.Ldc_I4, events));
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithMaxChunkEvents", 1)));
        }

        if (reducer is not null)
        {
            code.Add(Instruction.Create(OpCodes.Newobj, reducer));
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithReducer", 1)));
        }

        foreach (var constant in declaration.Constants)
        {
            code.Add(Instruction.Create(OpCodes.Ldstr, constant.Key));
            code.AddRange(loader.Constant(constant.Value));
            code.Add(Instruction.Create(OpCodes.Callvirt, runtime.Member("WithAttribute", 2)));
        }

        return code;
    }

    private TypeDefinition Holder(TypeDefinition type)
    {
        if (!_holders.TryGetValue(type, out var holder))
        {
            holder = new TypeDefinition(string.Empty, $"{_holders.Count}_{type.Name}", Static | TypeAttributes.NestedAssembly, module.TypeSystem.Object);
            holder.Methods.Add(new MethodDefinition(
                ".cctor",
                MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
                module.TypeSystem.Void));
            _table.NestedTypes.Add(holder);
            _holders.Add(type, holder);
        }

        return holder;
    }

    private void MarkAsGenerated()
    {
        var attribute = new TypeReference("System.Runtime.CompilerServices", "CompilerGeneratedAttribute", module, module.TypeSystem.CoreLibrary);
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, attribute) { HasThis = true };
        _table.CustomAttributes.Add(new CustomAttribute(constructor));
    }
}
