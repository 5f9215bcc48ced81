namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>One place where the IL of a method does not keep to a rule.</summary>
internal sealed record Complaint(Rule Rule, string Method, int Instruction, string Text)
{
    public override string ToString() => $"{Rule} in {Method}, instruction {Instruction}: {Text}";
}
