namespace OtelBridge.Store.Storage.Search;

/// <summary>A filter as SQL over the row <c>t</c> of a trace. What only the spans themselves can tell is enclosed from both sides.</summary>
internal abstract record SearchCondition
{
    /// <summary>Holds for every trace.</summary>
    public const string Always = "TRUE";

    /// <summary>Holds for no trace.</summary>
    public const string Never = "FALSE";

    /// <summary>Gets SQL that holds at least wherever the condition does.</summary>
    public abstract string May { get; }

    /// <summary>Gets SQL that holds at most wherever the condition does.</summary>
    public abstract string Must { get; }

    /// <summary>Gets SQL, cheaper than the two, that holds at least wherever <see cref="May"/> does and <see cref="Must"/> does not.</summary>
    public abstract string Open { get; }

    /// <summary>Gets whether both are the same, so that no span has to be read.</summary>
    public abstract bool IsDecided { get; }
}
