using System.Diagnostics;
using OtelBridge.Masking;
using OtelBridge.Store.Masking;

namespace OtelBridge.Store.Tests.Masking;

public sealed class MaskingRuleTests
{
    [Theory]
    [InlineData("email", "write to jane.doe+x@mail.example.co.uk.", "write to [masked].")]
    [InlineData("email", "größe@büro.example", "[masked]")]
    [InlineData("email", "a @ b, @home, x@y", "a @ b, @home, x@y")]
    [InlineData("creditCard", "card 4111 1111 1111 1111 123 ok", "card [masked] 123 ok")]
    [InlineData("creditCard", "5500-0055-5555-5559", "[masked]")]
    [InlineData("creditCard", "4111 1111 1111 1112 and 1732265570000", "4111 1111 1111 1112 and 1732265570000")]
    [InlineData("iban", "to DE89 3704 0044 0532 0130 00 today", "to [masked] today")]
    [InlineData("iban", "GB82WEST12345698765432", "[masked]")]
    [InlineData("iban", "DE89370400440532013001", "DE89370400440532013001")]
    [InlineData("usSsn", "ssn 078-05-1120.", "ssn [masked].")]
    [InlineData("usSsn", "078-05-112 and 2025-11-05", "078-05-112 and 2025-11-05")]
    [InlineData("phone", "call +49 (30) 1234-5678 or (415) 555-2671", "call [masked] or [masked]")]
    [InlineData("phone", "12345678901 and 1.2.3", "12345678901 and 1.2.3")]
    [InlineData("ip", "from 192.168.0.1 and 2001:db8::8a2e:370:7334.", "from [masked] and [masked].")]
    [InlineData("ip", "at 12:30:45, version 1.2.3, 999.1.1.1, a::", "at 12:30:45, version 1.2.3, 999.1.1.1, [masked]")]
    [InlineData("jwt", "t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1;", "t=[masked];")]
    [InlineData("bearer", "Authorization: BEARER abcdefgh12345678==", "Authorization: [masked]")]
    [InlineData("apiKey", "sk-abcdefghijklmnop1234, AKIAIOSFODNN7EXAMPLE, ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[masked], [masked], [masked]")]
    [InlineData("apiKey", "task-sk-1 asks", "task-sk-1 asks")]
    public void Find_MasksWhatItMeans_AndNothingElse(string name, string text, string expected) =>
        MaskFiles.Text($"\"find\": \"{name}\"", text).ShouldBe(expected);

    [Theory]
    [InlineData("\"jsonPath\": \"$.messages[*].content\"", """{"messages":[{"role":"user","content":"s"},{"content":{"deep":"s"}}]}""", """{"messages":[{"role":"user","content":"[masked]"},{"content":"[masked]"}]}""")]
    [InlineData("\"jsonPath\": \"$.a\"", """{"A":1}""", """{"A":1}""")]
    [InlineData("\"keys\": [\"password\", \"*token*\"]", """{"x":{"PassWord":"s","authToken":["s"],"n":1}}""", """{"x":{"PassWord":"[masked]","authToken":"[masked]","n":1}}""")]
    [InlineData("\"keys\": \"password\"", "{\"text\":\"{\\\"password\\\":\\\"s\\\"}\"}", "{\"text\":\"{\\\"password\\\":\\\"[masked]\\\"}\"}")]
    [InlineData("\"keys\": \"password\"", "{\"p\\u0061ssword\":\"s\"}", "{\"password\":\"[masked]\"}")]
    [InlineData("\"jsonPath\": \"$['a/b']\"", "{\"a\\/b\":\"s\"}", """{"a/b":"[masked]"}""")]
    [InlineData("\"keys\": \"say \\\"it\\\"\"", "{\"say \\\"it\\\"\":\"s\"}", "{\"say \\\"it\\\"\":\"[masked]\"}")]
    [InlineData("\"pattern\": \"s[0-9]+\"", """{"a":"x s12","s3":[1]}""", """{"a":"x [masked]","[masked]":[1]}""")]
    [InlineData("\"find\": \"email\"", "{\"a\":\"x\\u0040y.example\"}", "{\"a\":\"[masked]\"}")]
    public void Json_IsMaskedInside_AndStaysJson(string rule, string text, string expected) => MaskFiles.Text(rule, text).ShouldBe(expected);

    [Theory]
    [InlineData("\"keys\": \"password\"", "{\"password\":\"s3cret", "truncated")]
    [InlineData("\"keys\": \"password\"", "{\"a\":1,\"password\":\"s3cret\",}}", "broken")]
    [InlineData("\"keys\": \"password\"", "{'password': 's3cret'}", "of another language")]
    [InlineData("\"keys\": \"password\"", "[{\"text\":\"{\\\"password\\\":\\\"s3cr", "broken inside")]
    [InlineData("\"jsonPath\": \"$.a[*]\"", "{\"a\":[\"s3cret\"", "truncated, by a path")]
    [InlineData("\"jsonPath\": \"$..*\"", "{\"b\":\"s3cret\"", "truncated, by a path without names")]
    [InlineData("\"pattern\": \"^(s+)+\\\\1$\"", "{\"a\":\"ssssssssssssssssssssssssssssssssssssssssssssss3cret\"}", "a pattern that goes back for ever")]
    public void Value_ThatCannotBeJudged_IsMaskedWhole(string rule, string text, string because)
    {
        var shown = MaskFiles.Text(rule, text).ShouldNotBeNull(because);

        shown.ShouldContain("[masked", customMessage: because);
        shown.ShouldNotContain("s3cr", customMessage: because);
    }

    [Fact]
    public void Value_ThatCannotBeRead_AndHasNothingThatARuleNames_StaysAsItIs() =>
        MaskFiles.Text("\"keys\": \"password\", \"places\": \"attributes\"", "{\"question\":\"what is").ShouldBe("{\"question\":\"what is");

    [Fact]
    public void Nesting_WithoutEnd_IsMaskedWhole()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "\"password s3cret\"" + new string('}', 100_000);

        MaskFiles.Text("\"keys\": \"password\"", deep).ShouldNotBeNull().ShouldNotContain("s3cret");
    }

    [Fact]
    public void Time_IsOver_AndTheRestIsMaskedWhole()
    {
        var budget = new MaskBudget(TimeSpan.Zero);
        SpinWait.SpinUntil(() => budget.IsOver, TimeSpan.FromSeconds(10)).ShouldBeTrue();

        RecordMasking.Text(new FieldMask(MaskFiles.Rules("\"keys\": \"password\"").Rules), MaskPlaces.Attributes, "a", """{"password":1,"other":2}""", budget)
            .ShouldBe("\"[masked: not judged]\"");
    }

    [Fact]
    public void Action_IsWhatTheRuleSays()
    {
        MaskFiles.Text("\"attributes\": \"user.id\", \"replacement\": \"-\"", "jane", "user.id").ShouldBe("-");
        MaskFiles.Text("\"attributes\": \"user.*\", \"action\": \"remove\"", "jane", "USER.id").ShouldBeNull();
        MaskFiles.Text("\"keys\": \"p\", \"action\": \"remove\"", """{"p":1,"q":2}""").ShouldBe("""{"q":2}""");
        MaskFiles.Text("\"find\": \"creditCard\", \"action\": \"keepLast\", \"keep\": 4", "card 4111111111111111").ShouldBe("card ***1111");
        MaskFiles.Text("\"keys\": \"user.id\", \"action\": \"keepLast\", \"keep\": 4", "12345678", "user.id").ShouldBe("***");
        MaskFiles.Text("\"attributes\": \"mlflow.spanInputs\"", "plain", "mlflow.spanInputs").ShouldBe("\"[masked]\"");
        MaskFiles.Text("\"attributes\": \"user.id\"", "jane", "other").ShouldBe("jane");
        MaskFiles.Text("\"jsonPath\": \"$\"", "plain").ShouldBe("[masked]");
    }

    [Fact]
    public void Hash_OfEqualValues_IsEqual_WhereverTheyStand_AndSaysNothingElse()
    {
        var rules = MaskFiles.Rules("\"find\": \"email\", \"action\": \"hash\"", "\"keys\": \"user.id\", \"action\": \"hash\"");

        var whole = MaskFiles.Text(rules, "jane@example.org").ShouldNotBeNull();

        whole.ShouldMatch("^hmac:[0-9a-f]{16}$");
        MaskFiles.Text(rules, "to jane@example.org!").ShouldBe($"to {whole}!");
        MaskFiles.Text(rules, """{"a":["jane@example.org"]}""").ShouldBe($$"""{"a":["{{whole}}"]}""");
        MaskFiles.Text(rules, "jane@example.org", "user.id").ShouldBe(whole);
        MaskFiles.Text(rules, "\"jane@example.org\"", "user.id").ShouldBe($"\"{whole}\"");
        MaskFiles.Text(rules, "joan@example.org").ShouldNotBe(whole);
        MaskFiles.Text(MaskFiles.Read("""{"hashKeyVariable": "K", "rules": [{"find": "email", "action": "hash"}]}""", static _ => "another key of sixteen bytes"), "jane@example.org")
            .ShouldNotBe(whole);
    }

    [Theory]
    [InlineData("\"keys\": [\"a\", \"p\"], \"action\": \"hash\"")]
    [InlineData("\"keys\": [\"a\", \"p\"], \"action\": \"keepLast\", \"keep\": 3")]
    [InlineData("\"keys\": \"p\", \"replacement\": \"***hidden\"")]
    [InlineData("\"find\": [\"email\", \"phone\"], \"action\": \"hash\"")]
    public void Masking_WhatIsMasked_ChangesNothing(string rule)
    {
        foreach (var text in (string[])["a longer value", """{"p":"a longer value","x":"jane@example.org"}""", "\"a longer value\"", "jane@example.org or +49 30 1234567"])
        {
            var once = MaskFiles.Text(rule, text).ShouldNotBeNull();

            MaskFiles.Text(rule, once).ShouldBe(once);
        }
    }

    [Fact]
    public void LargeValues_TakeTimeByTheirLength()
    {
        var rules = MaskFiles.Rules("\"find\": [\"email\", \"creditCard\", \"iban\", \"ip\", \"phone\", \"apiKey\"]", "\"keys\": \"password\"");
        var text = $$"""{"a":"{{string.Concat(Enumerable.Repeat("1-2.3:4 @ sk- AB12 ", 200_000))}}","password":"s3cret"}""";
        var started = Stopwatch.GetTimestamp();

        var shown = MaskFiles.Text(rules, text).ShouldNotBeNull();

        shown.ShouldNotContain("s3cret");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60)); // far from what a squared length would take
    }
}
