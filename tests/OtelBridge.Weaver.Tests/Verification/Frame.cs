namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What is known where an instruction begins: the evaluation stack, and whether the constructor has called another.</summary>
internal sealed class Frame
{
    private readonly List<StackValue> _stack;

    public Frame(IEnumerable<StackValue> stack, bool isConstructed)
    {
        _stack = [.. stack];
        IsConstructed = isConstructed;
    }

    public IReadOnlyList<StackValue> Stack => _stack;

    /// <summary>False in a constructor until it has called another one of its object.</summary>
    public bool IsConstructed { get; set; }

    public Frame Copy() => new(_stack, IsConstructed);

    public void Push(StackValue value) => _stack.Add(value);

    public StackValue? Pop()
    {
        if (_stack.Count == 0)
        {
            return null;
        }

        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    public void Clear() => _stack.Clear();

    public void Replace(int depth, StackValue value) => _stack[depth] = value;
}
