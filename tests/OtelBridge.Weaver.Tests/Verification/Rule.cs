namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>What verifiable IL keeps to (ECMA-335, partition III).</summary>
internal enum Rule
{
    /// <summary>More is taken from the evaluation stack than lies on it.</summary>
    Underflow,

    /// <summary>Two ways lead to one instruction with stacks of different depths or of types that have nothing in common.</summary>
    Join,

    /// <summary>Something is left on the stack where it must be empty: at a return, or where a protected region begins.</summary>
    Leftover,

    /// <summary>A value is given where its type does not fit.</summary>
    Type,

    /// <summary>A branch leads out of the method's body, or the last instruction runs on.</summary>
    Target,

    /// <summary>A protected region or a handler is entered or left in a way that it may not be.</summary>
    Region,

    /// <summary>An instruction stands where it may not: a return in a region, a rethrow outside of a catch.</summary>
    Place,

    /// <summary>An argument or local variable that does not exist.</summary>
    Variable,

    /// <summary>Locals are used without being cleared first.</summary>
    Uninitialised,

    /// <summary>A constructor uses or returns an object whose base constructor has not run.</summary>
    Constructor,

    /// <summary>A member is used that is not visible from here.</summary>
    Access,

    /// <summary>A generic argument does not keep to the parameter's constraints.</summary>
    Constraint,

    /// <summary>A ref struct or a reference goes to the heap.</summary>
    ByRefLike,

    /// <summary>A read-only field is written outside of its constructor.</summary>
    ReadOnly,

    /// <summary>A member or type that cannot be found.</summary>
    Missing,

    /// <summary>What is thrown need not be an exception, as far as types tell; so is an await in a catch or finally block compiled.</summary>
    Thrown,

    /// <summary>Right or wrong cannot be told: raw pointers, stackalloc, calls through them.</summary>
    Unsafe,
}
