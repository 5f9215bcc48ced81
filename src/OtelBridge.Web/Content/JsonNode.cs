namespace OtelBridge.Web.Content;

/// <summary>A value of JSON as a page shows it: a text of bounded length, or some members of an object or a list.</summary>
/// <param name="kind">What it is.</param>
/// <param name="at">Where it begins in the JSON text, in bytes: how it is asked for.</param>
public sealed class JsonNode(JsonKind kind, int at)
{
    private readonly List<JsonNode> _children = []; // bounded by ContentLimits.Members

    public JsonKind Kind { get; } = kind;

    public int At { get; } = at;

    /// <summary>Gets the name or the number under which its parent has it; empty at the top.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>Gets its step in a path, such as <c>.name</c> or <c>[3]</c>.</summary>
    public string Step { get; internal init; } = "";

    public int Level { get; internal init; }

    /// <summary>Gets a text, a number or a literal; cut when it is long.</summary>
    public string Text { get; internal set; } = "";

    /// <summary>Gets whether more of the text is stored.</summary>
    public bool IsCut { get; internal set; }

    /// <summary>Gets how many bytes of JSON the text that is shown takes.</summary>
    public int Shown { get; internal set; }

    /// <summary>Gets how long the text is in bytes of JSON.</summary>
    public int Length { get; internal set; }

    /// <summary>Gets how many members it has.</summary>
    public int Count { get; internal set; }

    /// <summary>Gets the number of the first member that is shown.</summary>
    public int From { get; internal set; }

    public IReadOnlyList<JsonNode> Children => _children;

    public bool IsContainer => Kind is JsonKind.Map or JsonKind.List;

    /// <summary>Gets the number of the first member that is not shown; <see cref="Count"/> when all are.</summary>
    public int Next => From + _children.Count;

    internal void Add(JsonNode child) => _children.Add(child);
}
