using OtelBridge.Web.Content;

namespace OtelBridge.Web.Assessments;

/// <summary>An assessment as a page shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it says.</param>
public sealed record AssessmentRow(string Id, string Name, TextCut Value)
{
    /// <summary>Gets good, bad or neither: what a yes and a no are shown as.</summary>
    public string Tone { get; init; } = "";

    public bool IsExpectation { get; init; }

    /// <summary>Gets whether it is about the span, not the whole trace.</summary>
    public bool IsOfSpan { get; init; }

    public string Source { get; init; } = "";

    public TextCut Rationale { get; init; } = TextCut.Empty;

    /// <summary>Gets why there is no value; empty where there is one.</summary>
    public TextCut Error { get; init; } = TextCut.Empty;

    public ulong TimeUnixNano { get; init; }

    /// <summary>Gets what it replaced, the latest first.</summary>
    public IReadOnlyList<AssessmentRow> Replaced { get; init; } = [];

    /// <summary>Gets the form to change it.</summary>
    public AssessmentForm Form { get; init; } = new();
}
