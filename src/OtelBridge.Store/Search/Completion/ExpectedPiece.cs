namespace OtelBridge.Store.Search.Completion;

/// <summary>What the grammar wants next.</summary>
internal enum ExpectedPiece
{
    /// <summary>A comparison, NOT or an opening bracket.</summary>
    Condition,

    /// <summary>The operator after a field.</summary>
    Operator,

    /// <summary>The value after an operator.</summary>
    Value,

    /// <summary>The bracket that opens a list.</summary>
    ListStart,

    /// <summary>A value of a list.</summary>
    ListValue,

    /// <summary>A comma, or the bracket that closes a list.</summary>
    ListNext,

    /// <summary>AND, OR or a closing bracket.</summary>
    Connective,

    /// <summary>Nothing helps: something before is wrong.</summary>
    Nothing,
}
