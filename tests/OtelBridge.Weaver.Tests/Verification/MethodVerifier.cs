using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Runs a method over types instead of values: each instruction once for every new thing that is known where it begins.</summary>
internal sealed class MethodVerifier
{
    private readonly MethodDefinition _method;
    private readonly TypeRules _types;
    private readonly List<Instruction> _instructions;
    private readonly Dictionary<Instruction, int> _numbers;
    private readonly ProtectedRegions _regions;
    private readonly Frame?[] _entries;
    private readonly Stack<int> _waiting = new();
    private readonly HashSet<(Rule, int)> _told = [];
    private readonly List<Complaint> _complaints = [];

    public MethodVerifier(MethodDefinition method, TypeRules types)
    {
        _method = method;
        _types = types;
        _instructions = [.. method.Body.Instructions];
        _numbers = _instructions.Select((instruction, number) => (instruction, number)).ToDictionary(pair => pair.instruction, pair => pair.number);
        _regions = new ProtectedRegions(method.Body, instruction => instruction is null ? _instructions.Count : _numbers[instruction]);
        _entries = new Frame?[_instructions.Count];
    }

    public IReadOnlyList<Complaint> Verify()
    {
        if (_method.Body.HasVariables && !_method.Body.InitLocals)
        {
            Complain(0, Rule.Uninitialised, "the local variables are not cleared");
        }

        var constructs = _method is { IsConstructor: true, IsStatic: false, DeclaringType: { IsValueType: false, BaseType: not null } };
        Enter(0, new Frame([], !constructs));
        while (_waiting.TryPop(out var number))
        {
            Walk(number);
        }

        return _complaints;
    }

    private void Walk(int number)
    {
        var frame = _entries[number]!.Copy();
        var instruction = _instructions[number];
        if (!new InstructionVerifier(_method, _types, frame, (rule, text) => Complain(number, rule, text)).Verify(instruction))
        {
            return;
        }

        CheckPlace(number, instruction, frame);
        if (instruction.OpCode.Code is Code.Leave or Code.Leave_S)
        {
            frame.Clear();
        }

        foreach (var target in Targets(instruction))
        {
            Branch(number, target, frame);
        }

        if (!RunsOn(instruction))
        {
            return;
        }

        if (number + 1 == _instructions.Count)
        {
            Complain(number, Rule.Target, "the method ends without a return");
        }
        else if (_regions.Refuse(number, number + 1, isLeave: false) is { } reason)
        {
            Complain(number, Rule.Region, "control runs on: " + reason);
        }
        else
        {
            Enter(number + 1, frame);
        }
    }

    private void Branch(int from, Instruction target, Frame frame)
    {
        if (!_numbers.TryGetValue(target, out var number))
        {
            Complain(from, Rule.Target, "the branch leads out of the method");
        }
        else if (_regions.Refuse(from, number, _instructions[from].OpCode.Code is Code.Leave or Code.Leave_S) is { } reason)
        {
            Complain(from, Rule.Region, reason);
        }
        else
        {
            Enter(number, frame);
        }
    }

    // Goes on at an instruction, if this way adds something to what is known there.
    private void Enter(int number, Frame frame)
    {
        if (_regions.BeginsTry(number) && frame.Stack.Count > 0)
        {
            Complain(number, Rule.Leftover, "a try block begins with values on the stack");
            frame = new Frame([], frame.IsConstructed);
        }

        if (_entries[number] is not { } known)
        {
            _entries[number] = frame.Copy();
            _waiting.Push(number);
            EnterHandlers(number, frame);
        }
        else if (Join(number, known, frame))
        {
            _waiting.Push(number);
            EnterHandlers(number, known);
        }
    }

    private void EnterHandlers(int number, Frame frame)
    {
        if (!_regions.BeginsTry(number))
        {
            return;
        }

        foreach (var handler in _regions.HandlersAround(number))
        {
            if (handler.HandlerType == ExceptionHandlerType.Filter)
            {
                var thrown = new StackValue(StackKind.Reference, _types.Core("Object"));
                Enter(_numbers[handler.FilterStart], new Frame([thrown], frame.IsConstructed));
                Enter(_numbers[handler.HandlerStart], new Frame([thrown], frame.IsConstructed));
            }
            else
            {
                StackValue[] stack = handler.HandlerType == ExceptionHandlerType.Catch ? [_types.OnStack(handler.CatchType)] : [];
                Enter(_numbers[handler.HandlerStart], new Frame(stack, frame.IsConstructed));
            }
        }
    }

    private bool Join(int number, Frame known, Frame frame)
    {
        if (known.Stack.Count != frame.Stack.Count)
        {
            Complain(number, Rule.Join, $"reached with {known.Stack.Count} and with {frame.Stack.Count} values on the stack");
            return false;
        }

        var changed = known.IsConstructed && !frame.IsConstructed;
        known.IsConstructed &= frame.IsConstructed;
        for (var i = 0; i < known.Stack.Count; i++)
        {
            if (_types.Merge(known.Stack[i], frame.Stack[i]) is not { } merged)
            {
                Complain(number, Rule.Join, $"reached with {known.Stack[i]} and with {frame.Stack[i]} on the stack");
            }
            else if (!merged.IsSameAs(known.Stack[i]))
            {
                known.Replace(i, merged);
                changed = true;
            }
        }

        return changed;
    }

    private void CheckPlace(int number, Instruction instruction, Frame frame)
    {
        var problem = instruction.OpCode.Code switch
        {
            Code.Ret when _regions.Innermost(number) is { } region => $"a return in a {region} block",
            Code.Endfinally when _regions.InnermostHandler(number) != RegionKind.Finally => "an endfinally outside of a finally block",
            Code.Endfilter when _regions.InnermostHandler(number) != RegionKind.Filter => "an endfilter outside of a filter",
            Code.Rethrow when _regions.InnermostHandler(number) != RegionKind.Catch => "a rethrow outside of a catch block",
            _ => null,
        };
        if (problem is not null)
        {
            Complain(number, Rule.Place, problem);
        }

        if (instruction.OpCode.Code == Code.Ret && frame.Stack.Count > 0)
        {
            Complain(number, Rule.Leftover, $"{frame.Stack.Count} values are left at the return");
        }
    }

    private static IEnumerable<Instruction> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    private static bool RunsOn(Instruction instruction) =>
        instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw) && instruction.OpCode.Code != Code.Jmp;

    private void Complain(int number, Rule rule, string text)
    {
        if (_told.Add((rule, number)))
        {
            _complaints.Add(new Complaint(rule, _method.FullName, $"instruction {number} {_instructions[number].OpCode}", text));
        }
    }
}
