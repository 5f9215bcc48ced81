using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Code that puts values on the stack as objects.</summary>
internal sealed class ValueLoader(ModuleDefinition module, RuntimeMembers runtime)
{
    /// <summary>Makes an object of the value on the stack; what cannot be one is replaced by its type's name.</summary>
    public IEnumerable<Instruction> ToObject(TypeReference declared)
    {
        if (TypeShape.Referent(declared) is { } referent)
        {
            if (TypeShape.CanBeBoxed(referent))
            {
                return [Instruction.Create(OpCodes.Call, runtime.Capture("OfReference", referent))];
            }

            // A reference to a span, for example.
            return SpanCapture(referent) is { } capture ? [Instruction.Create(OpCodes.Ldobj, referent), capture] : Named(referent);
        }

        var type = TypeShape.Plain(declared);
        if (SpanCapture(type) is { } captured)
        {
            return [captured];
        }

        if (!TypeShape.CanBeBoxed(type))
        {
            return Named(type);
        }

        return TypeShape.NeedsBox(type) ? [Instruction.Create(OpCodes.Box, type)] : [];
    }

    /// <summary>An array of objects.</summary>
    public IEnumerable<Instruction> Array(IReadOnlyList<IEnumerable<Instruction>> elements)
    {
        yield return Instruction.Create(OpCodes.Ldc_I4, elements.Count);
        yield return Instruction.Create(OpCodes.Newarr, module.TypeSystem.Object);
        for (var i = 0; i < elements.Count; i++)
        {
            yield return Instruction.Create(OpCodes.Dup);
            yield return Instruction.Create(OpCodes.Ldc_I4, i);
            foreach (var instruction in elements[i])
            {
                yield return instruction;
            }

            yield return Instruction.Create(OpCodes.Stelem_Ref);
        }
    }

    /// <summary>An array of texts.</summary>
    public IEnumerable<Instruction> Texts(IReadOnlyList<string> texts)
    {
        yield return Instruction.Create(OpCodes.Ldc_I4, texts.Count);
        yield return Instruction.Create(OpCodes.Newarr, module.TypeSystem.String);
        for (var i = 0; i < texts.Count; i++)
        {
            yield return Instruction.Create(OpCodes.Dup);
            yield return Instruction.Create(OpCodes.Ldc_I4, i);
            yield return Instruction.Create(OpCodes.Ldstr, texts[i]);
            yield return Instruction.Create(OpCodes.Stelem_Ref);
        }
    }

    /// <summary>A constant of an attribute.</summary>
    public IEnumerable<Instruction> Constant(CustomAttributeArgument argument)
    {
        switch (argument.Value)
        {
            case CustomAttributeArgument boxed:
                return Constant(boxed);
            case null:
                return [Instruction.Create(OpCodes.Ldnull)];
            case string text:
                return [Instruction.Create(OpCodes.Ldstr, text)];
            case TypeReference type:
                return [Instruction.Create(OpCodes.Ldstr, type.FullName)];
            case CustomAttributeArgument[] elements:
                return Array([.. elements.Select(e => Constant(e).ToList())]);
            default:
                return [Number(argument.Value), Instruction.Create(OpCodes.Box, argument.Type)];
        }
    }

    private static Instruction Number(object value) => value switch
    {
        bool flag => Instruction.Create(OpCodes.Ldc_I4, flag ? 1 : 0),
        char character => Instruction.Create(OpCodes.Ldc_I4, (int)character),
        long number => Instruction.Create(OpCodes.Ldc_I8, number),
        ulong number => Instruction.Create(OpCodes.Ldc_I8, unchecked((long)number)),
        uint number => Instruction.Create(OpCodes.Ldc_I4, unchecked((int)number)),
        float number => Instruction.Create(OpCodes.Ldc_R4, number),
        double number => Instruction.Create(OpCodes.Ldc_R8, number),
        _ => Instruction.Create(OpCodes.Ldc_I4, Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static Instruction[] Named(TypeReference type) =>
        [Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldstr, type is FunctionPointerType ? "delegate*" : type.FullName)];

    private Instruction? SpanCapture(TypeReference type) => type is not GenericInstanceType generic ? null
        : generic.ElementType.FullName switch
        {
            "System.Span`1" => Instruction.Create(OpCodes.Call, runtime.Capture("OfSpan", generic.GenericArguments[0])),
            "System.ReadOnlySpan`1" => Instruction.Create(OpCodes.Call, runtime.Capture("OfReadOnlySpan", generic.GenericArguments[0])),
            _ => null,
        };
}
