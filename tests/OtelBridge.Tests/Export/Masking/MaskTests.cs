using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Masking;

/// <summary>What arrives at a destination whose rules hide something.</summary>
public sealed class MaskTests
{
    [Fact]
    public async Task Rules_OfOneDestination_MaskThereAndNowhereElse()
    {
        await using var masked = await FakeCollector.StartAsync();
        await using var whole = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, whole.TrackingUri),
            ("Mlflow:Destinations:other:Endpoint", masked.GrpcEndpoint),
            ("Mlflow:Destinations:other:Masks:0:Keys", "password, apiKey"),
            ("Mlflow:Destinations:other:Masks:1:JsonPath", "$.user.email"),
            ("Mlflow:Destinations:other:Masks:1:Action", "remove"),
            ("Mlflow:Destinations:other:Masks:2:Pattern", @"\d{4}-\d{4}"),
            ("Mlflow:Destinations:other:Masks:2:Replacement", "####"));

        Ask();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        var span = masked.Spans.Single();
        span.Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"user":{"name":"ada"},"card":"card #### of ada","password":"[masked]"}""");
        span.Attribute(MlflowKeys.SpanOutputs).ShouldBe("\"paid with ####\"");
        span.Attribute("APIKEY").ShouldBe("[masked]");
        span.Name.ShouldBe("pay ####");
        var exception = span.Events.Single().Attributes.ToDictionary(static a => a.Key, static a => a.Value.StringValue);
        exception[OTelKeys.ExceptionMessage].ShouldBe("no such card: ####");
        exception[OTelKeys.ExceptionStackTrace].ShouldNotContain("1234-5678");
        span.Status.Message.ShouldBe("failed for ####");
        var plain = whole.Spans.Single();
        plain.Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"user":{"name":"ada","email":"a@b"},"card":"card 1234-5678 of ada","password":"p"}""");
        (plain.Name, plain.Status.Message, plain.Attribute("APIKEY")).ShouldBe(("pay 1234-5678", "failed for 1234-5678", "k"));
        span.TraceId.ShouldBe(plain.TraceId);
        span.Attribute(MlflowKeys.TraceRequestId).ShouldBe(plain.Attribute(MlflowKeys.TraceRequestId));
    }

    [Fact]
    public async Task WhatIsHidden_IsHiddenInEveryVocabulary()
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint),
            ("Mlflow:Destinations:collector:Dialects", "Mlflow,GenAi,OpenInference"),
            ("Mlflow:Destinations:collector:Masks:0:JsonPath", "$.messages[*].content"),
            ("Mlflow:Masks:0:Keys", "text"));

        using (var span = Mlflow.StartSpan("chat", SpanType.ChatModel, new { model = "m", messages = new[] { new { role = "user", content = "hunter2" } } }))
        {
            span.SetOutputs(new { text = "hunter2" });
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        var sent = collector.Spans.Single();
        sent.ToString().ShouldNotContain("hunter2");
        sent.Attribute(GenAiKeys.OperationName).ShouldBe("chat");
        sent.Attribute(MlflowKeys.SpanOutputs).ShouldBe("""{"text":"[masked]"}""");
    }

    [Fact]
    public async Task Rules_ForAll_MaskAtEveryDestination()
    {
        await using var store = await FakeCollector.StartAsync();
        await using var other = await FakeCollector.StartAsync();
        using var tracing = MlflowTracing.Init(
            o =>
            {
                o.TrackingUri = store.TrackingUri;
                o.Destinations["other"] = new ExportDestinationOptions { Endpoint = other.GrpcEndpoint };
                o.Destinations["other"].Masks.Add(Masked.Pattern("a(?=@)"));
                o.Masks.Add(Masked.Keys("password"));
            },
            Traced.Configuration(("Mlflow:Masks:0:JsonPath", "$.card")));

        Ask();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Single().Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"user":{"name":"ada","email":"a@b"},"card":"[masked]","password":"[masked]"}""");
        other.Spans.Single().Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"user":{"name":"ada","email":"[masked]@b"},"card":"[masked]","password":"[masked]"}""");
    }

    [Theory]
    [InlineData("Mlflow:Masks:0:Pattern", "(")]
    [InlineData("Mlflow:Masks:0:JsonPath", "user.email")]
    [InlineData("Mlflow:Masks:0:Patern", "x")]
    [InlineData("Mlflow:Masks:0", "password")]
    [InlineData("Mlflow:Masks", "password")]
    [InlineData("Mlflow:Destinations:store:Masks:0:Pattern", "[")]
    public async Task RuleThatCannotBeUsed_IsReportedAndNoValueIsSent(string key, string value)
    {
        using var events = new Events();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (key, value), ("Mlflow:Masks:7:Keys", "other"));

        Ask();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith(key.Replace(":Patern", string.Empty, StringComparison.Ordinal) + "|");
        // Ids and times are chance, and may spell anything.
        var span = store.Spans.Single();
        var attributes = span.Attributes.Concat(span.Events.SelectMany(static e => e.Attributes)).Where(static a => a.Key != MlflowKeys.TraceRequestId);
        var text = string.Join('\n', [span.Name, span.Status.Message, .. span.Events.Select(static e => e.Name), .. attributes.Select(static a => $"{a}")]);
        foreach (var secret in new[] { "1234", "ada", "a@b", "no such card" })
        {
            text.ShouldNotContain(secret);
        }

        store.Spans.Single().Attribute(MlflowKeys.SpanInputs).ShouldBe("\"[masked]\"");
        store.Spans.Single().Attribute(MlflowKeys.SpanType).ShouldBe("TOOL");
        store.Spans.Single().Attribute(MlflowKeys.TraceRequestId)!.ShouldStartWith("tr-");
        store.Spans.Single().Status.Code.ShouldBe(OtelBridge.Otlp.Status.Types.StatusCode.Error);
    }

    [Fact]
    public void HashWithoutKey_IsReportedAndReplaces()
    {
        using var events = new Events();

        Masked.Text("""{"k":1}""", new MaskRule { JsonPath = "$.k", Action = MaskAction.Hash }).ShouldBe("""{"k":"[masked]"}""");

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith("Destinations:d:Masks:0:HashKey|");
    }

    [Fact]
    public void Hash_OfEqualValues_IsEqualWhereverTheyStandAndDependsOnTheKey()
    {
        MaskRule Rule(string key) => new() { JsonPath = "$..user", Pattern = "ada", Action = MaskAction.Hash, HashKey = key };

        var text = Masked.Text("""{"user":"ada","x":[{"user":"bob"},"of ada"]}""", Rule("k1")).ShouldNotBeNull();

        using var json = System.Text.Json.JsonDocument.Parse(text);
        var hash = json.RootElement.GetProperty("user").GetString().ShouldNotBeNull();
        hash.ShouldMatch("^hmac:[0-9a-f]{16}$");
        json.RootElement.GetProperty("x")[1].GetString().ShouldBe("of " + hash);
        json.RootElement.GetProperty("x")[0].GetProperty("user").GetString().ShouldNotBe(hash);
        Masked.Text("ada", Rule("k1")).ShouldBe(hash);
        Masked.Text("ada", Rule("k2")).ShouldNotBe(hash);
        Masked.Settings(Rule("k1")).ShouldNotBeNull().ToString().ShouldNotContain("k1");
    }

    [Fact]
    public void Remove_LeavesOutAttributesMembersAndElements()
    {
        Masked.Value("b", 5, new MaskRule { Action = MaskAction.Remove, Pattern = "x", Keys = { "B" } }).ShouldBeNull();
        Masked.Text("""[1,{"a":2,"b":{"c":3},"d":4}]""", new MaskRule { Action = MaskAction.Remove, Keys = { "B" }, JsonPath = "$[0]" }).ShouldBe("""[{"a":2,"d":4}]""");
        Masked.Text("""{"a":1}""", new MaskRule { Action = MaskAction.Remove, JsonPath = "$" }).ShouldBeNull();
        Masked.Text("one two", new MaskRule { Action = MaskAction.Remove, Pattern = "o" }).ShouldBe("ne tw");
    }

    [Fact]
    public void Json_ThatHasNothingToHide_StaysAsItWasWritten()
    {
        const string Text = "{ \"a\" : 1.50, \"b\":\"\\u0041\\/\" ,\"c\":[ ]}\n";

        Masked.Text(Text, Masked.Keys("password"), Masked.Pattern("secret")).ShouldBeSameAs(Text);
    }

    [Theory]
    [InlineData("""{"arguments":"{\"password\":\"p\",\"n\":1}"}""", """{"arguments":"{\"password\":\"[masked]\",\"n\":1}"}""")]
    [InlineData("""{"a":"\u0070-secret"}""", """{"a":"[masked]"}""")]
    [InlineData("""{"pass\u0077ord":"p"}""", """{"password":"[masked]"}""")]
    [InlineData("""{"PASSWORD":{"a":[1,2]},"b":null}""", """{"PASSWORD":"[masked]","b":null}""")]
    [InlineData("""{"p-secret":1}""", """{"[masked]":1}""")]
    [InlineData("""{"db_password":1}""", """{"db_password":"[masked]"}""")]
    [InlineData("""{"a":1,/* p-secret */"b":2,}""", """{"a":1,"b":2}""")]
    [InlineData("\uFEFF{\"password\":1}", """{"password":"[masked]"}""")]
    [InlineData("\"p-secret\"", "\"[masked]\"")]
    [InlineData("""{"password":"p","cut off""", "\"[masked: not judged]\"")]
    [InlineData("""{"a":1}{"password":"p"}""", "\"[masked: not judged]\"")]
    [InlineData("""{"a":"\ud800"}""", "\"[masked: not judged]\"")]
    [InlineData("[1] is a note with p-secret", "[1] is a note with [masked]")]
    [InlineData("[INFO] {\\u0070-secret}", "[INFO] {[masked]}")]
    [InlineData("", "")]
    public void Json_WhateverItsForm_IsMaskedInside(string text, string expected) =>
        Masked.Text(text, Masked.Keys("password", "*_PASSWORD"), Masked.Pattern("p-secret")).ShouldBe(expected);

    [Fact]
    public void Inputs_ThatAreOneNumberOrText_StayJson()
    {
        Masked.Value(MlflowKeys.SpanInputs, "1234", Masked.Pattern("23")).ShouldBe("\"1[masked]4\"");
        Masked.Value(MlflowKeys.SpanInputs, "\"1234\"", Masked.Keys(MlflowKeys.SpanInputs)).ShouldBe("\"[masked]\"");
        Masked.Value(MlflowKeys.SpanInputs, "true", Masked.Path("$")).ShouldBe("\"[masked]\"");
        Masked.Value("other", "1234", Masked.Pattern("23")).ShouldBe("1[masked]4");
    }

    [Fact]
    public void Values_ThatAreNoText_AreMaskedToo()
    {
        var map = new Dictionary<string, object?> { ["password"] = 1, ["list"] = new object?[] { "p-secret", null, 2 }, ["user"] = new Dictionary<string, object?> { ["email"] = "e" } };

        var masked = Masked.Value("a", map, Masked.Keys("password"), Masked.Pattern("p-secret|42"), Masked.Path("$.user.email"), Masked.Path("$.list[2]"))
            .ShouldBeOfType<Dictionary<string, object?>>();

        masked["password"].ShouldBe("[masked]");
        masked["list"].ShouldBe(new object?[] { "[masked]", null, "[masked]" });
        masked["user"].ShouldBeOfType<Dictionary<string, object?>>()["email"].ShouldBe("[masked]");
        Masked.Value("a", 142L, Masked.Pattern("42")).ShouldBe("1[masked]");
        Masked.Value("a", 142L, Masked.Pattern("43")).ShouldBe(142L);
        Masked.Value("a", new[] { "x", "p-secret" }, Masked.Pattern("p-secret")).ShouldBe(new object?[] { "x", "[masked]" });
        Masked.Value("a", new Uri("http://h/p-secret"), Masked.Pattern("p-secret")).ShouldBe("http://h/[masked]");
        Masked.Value("a", "p-secret"u8.ToArray(), Masked.Pattern("p-secret")).ShouldBe("[masked]");
        Masked.Value("a", new Unreadable(), Masked.Pattern("p-secret")).ShouldBe("[masked: not judged]");
    }

    [Fact]
    public void TagsAndMetadata_AreMaskedByTheirOwnKeys()
    {
        Masked.Value(MlflowKeys.TraceTagPrefix + "email", "a@b", Masked.Keys("email")).ShouldBe("[masked]");
        Masked.Value(MlflowKeys.TraceMetadataPrefix + "email", "a@b", Masked.Keys("EM*")).ShouldBe("[masked]");
        Masked.Value("other.email", "a@b", Masked.Keys("email")).ShouldBe("a@b");
    }

    [Fact]
    public void Links_AreMasked()
    {
        using var activity = new Activity("s");
        activity.AddLink(new ActivityLink(default, new ActivityTagsCollection { ["a"] = "p-secret", ["b"] = 1 }));
        activity.Start();

        Masked.Draft(activity, Masked.Pattern("p-secret")).Links.ShouldNotBeNull().Single().Tags!.ShouldBe(
            new Dictionary<string, object?> { ["a"] = "[masked]", ["b"] = 1 }, ignoreOrder: true);
    }

    private static void Ask()
    {
        using var span = Mlflow.StartSpan("pay 1234-5678", SpanType.Tool, new { user = new { name = "ada", email = "a@b" }, card = "card 1234-5678 of ada", password = "p" });
        span.SetAttribute("APIKEY", "k");
        span.SetOutputs("paid with 1234-5678");
        span.RecordException(new InvalidOperationException("no such card: 1234-5678"));
        span.SetStatus(SpanStatus.Error, "failed for 1234-5678");
    }

    private sealed class Unreadable
    {
        public override string ToString() => throw new InvalidOperationException("p-secret");
    }
}
