namespace OtelBridge.Store.Search;

/// <summary>How a comparison compares.</summary>
public enum FilterOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>: there is a value, and it is another.</summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>LIKE</c>: <c>%</c> is any text, <c>_</c> any character; upper and lower case differ. There is no escape character.</summary>
    Like,

    /// <summary><c>ILIKE</c>: as <c>LIKE</c>, but upper and lower case are the same.</summary>
    ILike,

    /// <summary><c>RLIKE</c>: a regular expression matches somewhere in the value.</summary>
    RLike,

    /// <summary><c>IN</c>: the value is one of a list.</summary>
    In,

    /// <summary><c>NOT IN</c>: there is a value, and it is none of a list.</summary>
    NotIn,

    /// <summary><c>MATCH</c>: every word occurs, whatever its case.</summary>
    Match,
}
