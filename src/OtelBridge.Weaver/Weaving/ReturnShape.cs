namespace OtelBridge.Weaver.Weaving;

/// <summary>How the end of a call shows.</summary>
internal enum ReturnShape
{
    /// <summary>The method returns, with or without a value.</summary>
    Value,

    /// <summary>The task or value task that it returns ends, without a result.</summary>
    Task,

    /// <summary>The task or value task that it returns ends, with a result.</summary>
    TaskOfResult,

    /// <summary>It returns a sequence, which may be in memory or may be made while it is read.</summary>
    Sequence,

    /// <summary>The compiler made an iterator of it: the body runs while the sequence is read.</summary>
    Iterator,

    /// <summary>Something that can be awaited, but whose end cannot be seen.</summary>
    Unknown,
}
