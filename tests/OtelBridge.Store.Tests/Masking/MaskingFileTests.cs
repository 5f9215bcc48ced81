using OtelBridge.Store.Masking;

namespace OtelBridge.Store.Tests.Masking;

public sealed class MaskingFileTests
{
    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "\"rules\"")]
    [InlineData("""{"rules": []}""", "at least one rule")]
    [InlineData("""{"rule": [], "rules": [{"find": "email"}]}""", "'rule' is not known")]
    [InlineData("""{"rules": [{}]}""", "rule 1: it needs jsonPath, keys, pattern or find")]
    [InlineData("""{"rules": [{"name": "x", "kyes": "a"}]}""", "x: 'kyes' is not known")]
    [InlineData("""{"rules": [{"jsonPath": "a.b"}]}""", "rule 1: the path 'a.b' is not understood")]
    [InlineData("""{"rules": [{"pattern": "("}]}""", "rule 1: the pattern '(' is not understood")]
    [InlineData("""{"rules": [{"find": "emial"}]}""", "'emial' of find is not known; there are apiKey, bearer")]
    [InlineData("""{"rules": [{"places": "none"}]}""", "the place 'none' is not known; there are attributes")]
    [InlineData("""{"rules": [{"keys": []}]}""", "\"keys\" has to be a text, or a list of texts")]
    [InlineData("""{"rules": [{"find": "email", "action": "hide"}]}""", "the action 'hide' is not known")]
    [InlineData("""{"rules": [{"find": "email", "action": "hash"}]}""", "\"hash\" needs \"hashKeyFile\"")]
    [InlineData("""{"rules": [{"find": "email", "keep": 4}]}""", "\"keep\"")]
    [InlineData("""{"rules": [{"find": "email", "action": "keepLast"}]}""", "\"keep\"")]
    [InlineData("""{"hashKeyVariable": "SHORT", "rules": [{"find": "email", "action": "hash"}]}""", "fewer than 16 bytes")]
    [InlineData("""{"hashKeyVariable": "NONE", "rules": [{"find": "email"}]}""", "the variable NONE")]
    [InlineData("""{"hashKeyFile": "none.key", "rules": [{"find": "email"}]}""", "\"hashKeyFile\" cannot be read")]
    [InlineData("""{"rules": [{"name": "x", "find": "email"}, {"name": "x", "find": "ip"}]}""", "two rules are named 'x'")]
    public void Fault_IsTold_AndNothingIsUsed(string json, string message) =>
        Should.Throw<MaskingFileException>(() => MaskFiles.Read(json, static name => name == "SHORT" ? "short" : null)).Message.ShouldContain(message);

    [Fact]
    public void Faults_AreToldAllAtOnce()
    {
        var fault = Should.Throw<MaskingFileException>(static () => MaskFiles.Read("""{"rules": [{"name": "a", "find": "x", "more": 1}, {"name": "b", "jsonPath": "x"}]}"""));

        fault.Errors.Count.ShouldBeGreaterThanOrEqualTo(3);
        fault.Errors.ShouldAllBe(static error => error.Contains("mask.json", StringComparison.Ordinal));
    }

    [Fact]
    public void MissingFile_IsTold() => Should.Throw<MaskingFileException>(static () => MaskingRules.Load("/none/mask.json", static _ => null)).Message.ShouldContain("cannot be read");

    [Fact]
    public void CommentsAndTrailingCommas_AreTaken() => MaskFiles.Read("""
        {
          // Everywhere.
          "rules": [{ "find": ["email"], },],
        }
        """).Count.ShouldBe(1);
}
