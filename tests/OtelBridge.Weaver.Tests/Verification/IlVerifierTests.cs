using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>The verifier can fail: bodies broken on purpose are each reported, and their healthy twins are not.</summary>
public sealed class IlVerifierTests
{
    private static readonly Dictionary<string, (Rule Expected, Action<SampleModule, ILProcessor> Write)> Broken = new()
    {
        ["more is taken than there is"] = (Rule.Underflow, (_, il) => Emit(il, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["a value is left at the return"] = (Rule.Leftover, (_, il) => Emit(il, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["the result is of another type"] = (Rule.Type, (_, il) => Emit(il, OpCodes.Ldc_I8, 1L, OpCodes.Ret)),
        ["an argument is of another type"] = (Rule.Type, (sample, il) =>
            Emit(il, OpCodes.Ldstr, "text", OpCodes.Call, sample.TakeNumber, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["a number is given for an object"] = (Rule.Type, (sample, il) =>
            Emit(il, OpCodes.Ldarg_0, OpCodes.Call, sample.TakeText, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["a local variable of another type"] = (Rule.Type, (sample, il) =>
        {
            il.Body.Variables.Add(new VariableDefinition(sample.Import(typeof(string))));
            Emit(il, OpCodes.Ldarg_0, OpCodes.Stloc_0, OpCodes.Ldc_I4_0, OpCodes.Ret);
        }),
        ["a field of another class"] = (Rule.Type, (sample, il) => Emit(il, OpCodes.Ldstr, "text", OpCodes.Ldfld, sample.Number, OpCodes.Ret)),
        ["an address of another type"] = (Rule.Type, (sample, il) =>
            Emit(il, OpCodes.Ldarga, 0, OpCodes.Initobj, sample.Import(typeof(long)), OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["an object where its class is a base class"] = (Rule.Type, (sample, il) =>
            Emit(il, OpCodes.Ldarg_0, OpCodes.Box, sample.Import(typeof(int)), OpCodes.Call, sample.TakeText, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["numbers of two sizes are added"] = (Rule.Type, (_, il) =>
            Emit(il, OpCodes.Ldarg_0, OpCodes.Ldc_I8, 1L, OpCodes.Add, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["two ways with stacks of two depths"] = (Rule.Join, (_, il) =>
        {
            var end = il.Create(OpCodes.Ldc_I4_0);
            Emit(il, OpCodes.Ldarg_0, OpCodes.Brtrue, end, OpCodes.Ldc_I4_1, end, OpCodes.Ret);
        }),
        ["two ways with two types"] = (Rule.Join, (_, il) =>
        {
            var (other, end) = (il.Create(OpCodes.Ldstr, "text"), il.Create(OpCodes.Pop));
            Emit(il, OpCodes.Ldarg_0, OpCodes.Brtrue, other, OpCodes.Ldc_I4_1, OpCodes.Br, end, other, end, OpCodes.Ldc_I4_0, OpCodes.Ret);
        }),
        ["the method runs on at its end"] = (Rule.Target, (_, il) => Emit(il, OpCodes.Ldc_I4_0, OpCodes.Pop)),
        ["a branch out of the method"] = (Rule.Target, (_, il) => Emit(il, OpCodes.Br, il.Create(OpCodes.Nop))),
        ["an argument that does not exist"] = (Rule.Variable, (_, il) => Emit(il, OpCodes.Ldarg_2, OpCodes.Ret)),
        ["a local variable that does not exist"] = (Rule.Variable, (_, il) => Emit(il, OpCodes.Ldloc_0, OpCodes.Ret)),
        ["local variables that are not cleared"] = (Rule.Uninitialised, (sample, il) =>
        {
            il.Body.Variables.Add(new VariableDefinition(sample.Import(typeof(int))));
            il.Body.InitLocals = false;
            Emit(il, OpCodes.Ldloc_0, OpCodes.Ret);
        }),
        ["a branch into a try block"] = (Rule.Region, (_, il) => TryFinally(il, parts => Emit(il, OpCodes.Ldarg_0, OpCodes.Brtrue, parts.Inside))),
        ["a branch into a handler"] = (Rule.Region, (_, il) => TryFinally(il, parts => Emit(il, OpCodes.Ldarg_0, OpCodes.Brtrue, parts.Handler))),
        ["a branch out of a try block"] = (Rule.Region, (_, il) => TryFinally(il, leave: OpCodes.Br)),
        ["a finally block is left by leave"] = (Rule.Region, (_, il) => TryFinally(il, endFinally: OpCodes.Leave)),
        ["a return in a try block"] = (Rule.Place, (_, il) => TryFinally(il, inside: [OpCodes.Ldc_I4_0, OpCodes.Ret])),
        ["a try block with values on the stack"] = (Rule.Leftover, (_, il) => TryFinally(il, _ => Emit(il, OpCodes.Ldc_I4_0))),
        ["an endfinally outside of a finally block"] = (Rule.Place, (_, il) => Emit(il, OpCodes.Endfinally)),
        ["a rethrow outside of a catch"] = (Rule.Place, (_, il) => Emit(il, OpCodes.Rethrow)),
        ["a private field of another class"] = (Rule.Access, (sample, il) => Emit(il, OpCodes.Ldnull, OpCodes.Ldfld, sample.Hidden, OpCodes.Ret)),
        ["a read-only field is written"] = (Rule.ReadOnly, (sample, il) =>
            Emit(il, OpCodes.Ldnull, OpCodes.Ldarg_0, OpCodes.Stfld, sample.Fixed, OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["a number for a parameter that wants classes"] = (Rule.Constraint, (sample, il) =>
        {
            var call = new GenericInstanceMethod(sample.OnlyClasses);
            call.GenericArguments.Add(sample.Import(typeof(int)));
            Emit(il, OpCodes.Call, call, OpCodes.Ldc_I4_0, OpCodes.Ret);
        }),
        ["a ref struct is boxed"] = (Rule.ByRefLike, (sample, il) =>
        {
            var span = sample.Import(typeof(Span<int>));
            il.Body.Variables.Add(new VariableDefinition(span));
            Emit(il, OpCodes.Ldloc_0, OpCodes.Box, span, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret);
        }),
        ["a member that nobody has"] = (Rule.Missing, (sample, il) =>
            Emit(il, OpCodes.Call, new MethodReference("Gone", sample.Import(typeof(void)), sample.Class), OpCodes.Ldc_I4_0, OpCodes.Ret)),
        ["a delegate of a method that takes something else"] = (Rule.Type, (sample, il) =>
        {
            var constructor = sample.Module.ImportReference(typeof(Action<int>).GetConstructors()[0]);
            Emit(il, OpCodes.Ldnull, OpCodes.Ldftn, sample.TakeText, OpCodes.Newobj, constructor, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret);
        }),
        ["something that is no exception is thrown"] = (Rule.Thrown, (_, il) => Emit(il, OpCodes.Ldstr, "text", OpCodes.Throw)),
        ["memory of the stack is taken"] = (Rule.Unsafe, (_, il) =>
            Emit(il, OpCodes.Ldarg_0, OpCodes.Localloc, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret)),
    };

    public static TheoryData<string> Kinds => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Verify_ABodyBrokenOnPurpose_ComplainsOfThat(string kind)
    {
        using var sample = new SampleModule();

        var complaints = sample.Verify(typeof(int), Broken[kind].Write);

        complaints.ShouldNotBeEmpty();
        complaints.ShouldAllBe(complaint => complaint.Rule == Broken[kind].Expected);
    }

    [Fact]
    public void Verify_AConstructorThatCallsNone_ComplainsOfThat()
    {
        using var sample = new SampleModule();

        var complaints = sample.Verify(typeof(void), (_, il) => Emit(il, OpCodes.Ret), isConstructor: true);

        complaints.ShouldHaveSingleItem().Rule.ShouldBe(Rule.Constructor);
    }

    [Fact]
    public void Verify_AFieldThatHoldsARefStruct_ComplainsOfThat()
    {
        using var sample = new SampleModule();
        sample.Class.Fields.Add(new FieldDefinition("Span", FieldAttributes.Public, sample.Import(typeof(Span<int>))));

        IlVerifier.Verify(sample.Module).ShouldHaveSingleItem().Rule.ShouldBe(Rule.ByRefLike);
    }

    [Fact]
    public void Verify_HealthyBodies_AreAccepted()
    {
        using (var sample = new SampleModule())
        {
            sample.Verify(typeof(int), (_, il) => TryFinally(il)).ShouldBeEmpty();
        }

        using (var sample = new SampleModule())
        {
            var parent = sample.Module.ImportReference(typeof(object).GetConstructors()[0]);
            sample.Verify(typeof(void), (_, il) => Emit(il, OpCodes.Ldarg_0, OpCodes.Call, parent, OpCodes.Ret), isConstructor: true).ShouldBeEmpty();
        }
    }

    [Fact]
    public void New_OfWhatWasThereBefore_IsOnlyWhatCameTooOften()
    {
        Complaint[] before = [new(Rule.Unsafe, "Before", "1", "stack")];
        Complaint[] after =
        [
            new(Rule.Unsafe, "Moved", "7", "stack"),
            new(Rule.Unsafe, "Copied", "7", "stack"),
            new(Rule.Type, "Before", "1", "stack"),
        ];

        IlVerifier.New(before, after).ShouldBe([after[1], after[2]]);
    }

    // try { nop; …inside } finally { nop } return 0;
    private static void TryFinally(
        ILProcessor il,
        Action<(Instruction Inside, Instruction Handler)>? before = null,
        object[]? inside = null,
        OpCode? leave = null,
        OpCode? endFinally = null)
    {
        var (start, second, handler, end) = (il.Create(OpCodes.Nop), il.Create(OpCodes.Nop), il.Create(OpCodes.Nop), il.Create(OpCodes.Ldc_I4_0));
        before?.Invoke((second, handler));
        Emit(il, start, second);
        Emit(il, inside ?? [leave ?? OpCodes.Leave, end]);
        Emit(il, handler);
        Emit(il, endFinally is { } other ? [other, end] : [OpCodes.Endfinally]);
        Emit(il, end, OpCodes.Ret);
        il.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = start,
            TryEnd = handler,
            HandlerStart = handler,
            HandlerEnd = end,
        });
    }

    // Instructions as they are written down: each code with its operand behind it, or an instruction that others lead to.
    private static void Emit(ILProcessor il, params object[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is Instruction labelled)
            {
                il.Append(labelled);
                continue;
            }

            var code = (OpCode)parts[i];
            if (code.OperandType == OperandType.InlineNone)
            {
                il.Emit(code);
                continue;
            }

            switch (parts[++i])
            {
                case long number: il.Emit(code, number); break;
                case int argument: il.Emit(code, il.Body.Method.Parameters[argument]); break;
                case string text: il.Emit(code, text); break;
                case Instruction target: il.Emit(code, target); break;
                case TypeReference type: il.Emit(code, type); break;
                case MethodReference method: il.Emit(code, method); break;
                case FieldReference field: il.Emit(code, field); break;
                default: throw new ArgumentException($"No operand: {parts[i]}");
            }
        }
    }
}
