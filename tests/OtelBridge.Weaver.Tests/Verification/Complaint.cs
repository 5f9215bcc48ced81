namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>One place where the IL of a method does not keep to a rule.</summary>
internal sealed record Complaint(Rule Rule, string Method, string Place, string Text)
{
    /// <summary>Whether it is wrong for sure.</summary>
    /// <remarks>Types cannot tell of bytes in literals, of stackalloc, and of what an await in a catch or finally block is compiled to.</remarks>
    public bool IsSure => Rule is not (Rule.Unsafe or Rule.Thrown);

    public override string ToString() => $"{Rule} in {Method}, {Place}: {Text}";
}
