namespace OtelBridge.Store.Search.Completion;

/// <summary>Where somebody writes in a filter, and what the grammar wants there.</summary>
/// <param name="Expected">What is wanted.</param>
/// <param name="Start">Where the piece begins that is being written.</param>
/// <param name="End">Where it ends; behind the cursor when the cursor is inside it.</param>
/// <param name="Typed">What is written of it before the cursor.</param>
internal sealed record CompletionPlace(ExpectedPiece Expected, int Start, int End, string Typed)
{
    /// <summary>Gets the field before an operator or a value.</summary>
    public FieldReading? Field { get; init; }

    /// <summary>Gets the operator before a value.</summary>
    public FilterOperator? Operator { get; init; }

    /// <summary>Gets how many brackets are open.</summary>
    public int Depth { get; init; }

    /// <summary>Gets whether the piece touches the one before, so that a word needs a space first.</summary>
    public bool NeedsSpace { get; init; }
}
