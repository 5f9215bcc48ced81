using OtelBridge.Masking;
using OtelBridge.Store.Masking;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Masking;

public sealed class MaskingDocumentTests
{
    [Fact]
    public async Task Example_Works()
    {
        var text = await File.ReadAllTextAsync(RepositoryFolder.File("docs/security/masking.md"));
        var start = text.IndexOf("```json", text.IndexOf("<!-- example -->", StringComparison.Ordinal), StringComparison.Ordinal) + "```json".Length;
        var rules = MaskFiles.Read(text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);

        MaskFiles.Text(rules, """{"Password":"s3cret","n":1}""").ShouldBe("""{"Password":"[masked]","n":1}""");
        MaskFiles.Text(rules, "paid with 4111 1111 1111 1111").ShouldBe("paid with ***1111");
        MaskFiles.Text(rules, "CASE-123456 of x@y.example").ShouldNotBeNull().ShouldMatch("^CASE-… of hmac:[0-9a-f]{16}$");
        MaskFiles.Text(rules, "jane", "user.id").ShouldNotBeNull().ShouldStartWith("hmac:");
        Shown(rules, "support-eu", """{"messages":[{"content":"help"}]}""").ShouldBe("""{"messages":[{"content":"[masked]"}]}""");
        Shown(rules, "sales", """{"messages":[{"content":"help"}]}""").ShouldBe("""{"messages":[{"content":"help"}]}""");
    }

    private static string? Shown(MaskingRules rules, string experiment, string value) =>
        RecordMasking.Text(new FieldMask(rules.For("7", experiment)), MaskPlaces.Attributes, "mlflow.spanInputs", value, new MaskBudget());
}
