namespace OtelBridge.Tracing.Json;

/// <summary>How values of one type are written as JSON, decided once per type.</summary>
internal sealed class TypeShape(ShapeKind kind)
{
    public ShapeKind Kind { get; } = kind;

    /// <summary>Members in the order they are written; empty unless <see cref="ShapeKind.Object"/>.</summary>
    public PropertyShape[] Properties { get; init; } = [];

    /// <summary>Writes the whole value; set for <see cref="ShapeKind.Converted"/> alone.</summary>
    public ValueConverter? Converter { get; init; }

    /// <summary>Whether the converter is one of the user's own, which comes before every way of ours.</summary>
    public bool IsOfUser { get; init; }

    /// <summary>Text written instead of the value; set for <see cref="ShapeKind.Opaque"/> alone.</summary>
    public string? Name { get; init; }

    /// <summary>Gives the value that is written instead; set for <see cref="ShapeKind.Replaced"/> alone.</summary>
    public Func<object, object?>? Replace { get; init; }
}
