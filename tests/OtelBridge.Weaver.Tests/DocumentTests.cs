using System.Reflection;
using System.Text.RegularExpressions;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void Document_TableOfWarnings_HasEveryCodeOnceAndNoOther()
    {
        var codes = typeof(WarningCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!);

        var shown = Row().Matches(File.ReadAllText(RepositoryFolder.File("docs/decorator.md"))).Select(m => m.Groups[1].Value);

        shown.ShouldBe(codes);
    }

    [GeneratedRegex(@"^\| (OTB\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
