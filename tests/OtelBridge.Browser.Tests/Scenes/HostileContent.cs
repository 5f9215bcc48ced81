using OtelBridge.Attributes;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>Traces whose text tries to run, to leave its place, or to break the page. Each attempt would call <c>alert</c> or ask another machine, which fails a visit.</summary>
public static class HostileContent
{
    public const string Script = "<script>alert('ran')</script>";
    public const string Picture = "<img src=x onerror=\"alert('ran')\">";
    public const string Link = "[press me](javascript:alert('ran'))";
    public const string FarPicture = "![far](http://example.invalid/pixel.png)";
    public const string RightToLeft = "\u202Etxt.exe\u202C שלום مرحبا";
    public const string Combining = "Z\u0351\u036B\u0343\u036A\u0302\u0311\u034A\u0363\u0342\u0365\u0307\u0349a\u0335\u035Dl\u0334g\u0336o\u0337";

    private const string All = Script + " " + Picture + " " + Link + " " + FarPicture + " " + RightToLeft + " " + Combining + " \"'><svg onload=alert(1)> {{7*7}} </textarea></title>";

    /// <summary>Hostile text everywhere that text may stand.</summary>
    public static SceneTrace Everywhere(DateTimeOffset start)
    {
        var trace = new SceneTrace(start);
        var root = trace.Add(Script + "name", SpanType.Agent, null, 0, 2)
            .Takes(new { question = All, messages = new[] { new { role = "user", content = All } } })
            .Gives(new { answer = All, html = All })
            .With(MlflowKeys.TraceUser, Picture)
            .With(MlflowKeys.TraceSession, Script + "session")
            .With(MlflowKeys.TraceTagPrefix + Script, Picture)
            .With(MlflowKeys.TraceMetadataPrefix + Picture, Script)
            .With(Picture, All);
        trace.Add(Picture, SpanType.ChatModel, root, 0.1, 0.5)
            .Takes(new { model = Script, messages = new[] { new { role = Script, content = All } } })
            .Gives(new { choices = new[] { new { message = new { role = "assistant", content = $"# {All}\n\n| a |\n|---|\n| {All} |\n\n```html\n{All}\n```" } } } })
            .With(GenAiKeys.RequestModel, Script);
        trace.Add(Link, SpanType.Tool, root, 0.7, 0.5).Takes(new { url = "javascript:alert('ran')", text = All }).Fails(Script, All);
        return trace;
    }

    /// <summary>A circle of parents without a root, beside a child whose parent never came, and a child from before its parent.</summary>
    public static SceneTrace Tangled(DateTimeOffset start)
    {
        var trace = new SceneTrace(start);
        var one = trace.Add("egg", SpanType.Chain, null, 0, 1);
        var two = trace.Add("hen", SpanType.Chain, one, 0.1, 1);
        one.ParentSpanId = two.SpanId;
        var lost = trace.Add("never sent", SpanType.Chain, null, 0, 1);
        trace.Spans.Remove(lost);
        var orphan = trace.Add("orphan", SpanType.Tool, lost, 0.2, 0.5);
        trace.Add("before its parent", SpanType.Tool, orphan, -30, 0.5);
        return trace;
    }

    /// <summary>Much of everything: a name of 100 KB, JSON 1,000 levels deep, an output of a megabyte, a span from the future.</summary>
    public static SceneTrace Huge(DateTimeOffset start, int outputLength = 1_000_000)
    {
        var trace = new SceneTrace(start);
        var root = trace.Add(new string('n', 100_000), SpanType.Agent, null, 0, 2).Gives(new { text = new string('o', outputLength) });
        trace.Add("deep", SpanType.Chain, root, 0.1, 0.1).With(MlflowKeys.SpanInputs, new string('[', 1_000) + new string(']', 1_000));
        trace.Add("tomorrow", SpanType.Chain, root, 86_400, 1);
        return trace;
    }
}
