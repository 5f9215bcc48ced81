namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>The types that the evaluation stack knows.</summary>
internal enum StackKind
{
    Int32,
    Int64,
    NativeInt,
    Float,
    Null,
    Reference,
    Value,
    Address,
}
