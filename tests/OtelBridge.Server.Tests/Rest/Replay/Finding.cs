namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>One place where an answer is not the recorded one.</summary>
/// <param name="Exchange">Scenario and position, e.g. <c>runs:39</c>.</param>
/// <param name="At">Where: <c>status</c>, <c>text</c>, <c>content-type</c>, or a pointer into the body, e.g. <c>/json/traces/0/state</c>.</param>
/// <param name="Recorded">What MLflow answered there; <c>-</c> for nothing.</param>
/// <param name="Actual">What we answer there; <c>-</c> for nothing.</param>
internal sealed record Finding(string Exchange, string At, string Recorded, string Actual)
{
    public const string Nothing = "-";

    public override string ToString() => $"{Exchange} {At}: recorded {Cut(Recorded)}, answered {Cut(Actual)}";

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
