using OtelBridge.Attributes;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>Says what a span says in MLflow's words in those of other dialects, beside them or instead of them.</summary>
/// <remarks>Spans without a word of MLflow's are looked through once and left as they are. Attributes of the program always stay.</remarks>
internal sealed class DialectChange(SpanDialects dialects, ContentRule rule) : ISpanChange
{
    private const string MlflowPrefix = "mlflow.";

    private readonly bool _isForViewers = dialects.HasFlag(SpanDialects.GenAi);

    public void Apply(SpanDraft draft)
    {
        try
        {
            Translate(draft);
        }
        catch (Exception)
        {
            // What is there so far stays: nothing that the program says may cost the span.
        }

        if (!dialects.HasFlag(SpanDialects.Mlflow))
        {
            draft.Attributes.RemoveAll(static tag => IsMlflow(tag.Key));
        }
    }

    // Activity takes a null key, whatever its signature says.
    private static bool IsMlflow(string? key) => key is not null && key.StartsWith(MlflowPrefix, StringComparison.Ordinal);

    internal void Translate(SpanDraft draft)
    {
        var (says, hasError) = (false, false);
        foreach (var (key, _) in draft.Attributes)
        {
            says |= IsMlflow(key);
            hasError |= key == OTelKeys.Error;
        }

        if (hasError && _isForViewers)
        {
            ViewerMarks.RemoveNoError(draft);
        }

        if (!says)
        {
            if (_isForViewers)
            {
                ViewerMarks.Write(draft, null);
            }

            return;
        }

        using var content = new SpanContent(draft);
        var said = dialects.HasFlag(SpanDialects.Mlflow) && content.Bytes > rule.MaxBytes ? rule with { IsCaptured = false } : rule;
        if (_isForViewers)
        {
            GenAiTongue.Write(draft, content, said);
            ViewerMarks.Write(draft, content);
        }

        if (dialects.HasFlag(SpanDialects.OpenInference))
        {
            OpenInferenceTongue.Write(draft, content, said);
        }
    }
}
