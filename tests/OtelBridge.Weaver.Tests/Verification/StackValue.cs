using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What is known of one value on the evaluation stack.</summary>
/// <param name="Kind">How the stack holds it.</param>
/// <param name="Type">The class of a reference, the type of a value, what an address points to.</param>
internal sealed record StackValue(StackKind Kind, TypeReference? Type = null)
{
    public static readonly StackValue Int32 = new(StackKind.Int32);

    public static readonly StackValue Int64 = new(StackKind.Int64);

    public static readonly StackValue NativeInt = new(StackKind.NativeInt);

    public static readonly StackValue Float = new(StackKind.Float);

    public static readonly StackValue Null = new(StackKind.Null);

    /// <summary>Whether it is the method's own object, unchanged.</summary>
    public bool IsThis { get; init; }

    /// <summary>The method that a pointer to code leads to.</summary>
    public MethodReference? Method { get; init; }

    public bool IsNumber => Kind is StackKind.Int32 or StackKind.Int64 or StackKind.NativeInt or StackKind.Float;

    public bool IsObject => Kind is StackKind.Reference or StackKind.Null;

    public bool IsSameAs(StackValue other) =>
        Kind == other.Kind && IsThis == other.IsThis && Method == other.Method
        && (Type is null ? other.Type is null : other.Type is not null && TypeKey.Of(Type) == TypeKey.Of(other.Type));

    public override string ToString() => Type is null ? Kind.ToString() : $"{Kind} {TypeKey.Of(Type)}";
}
