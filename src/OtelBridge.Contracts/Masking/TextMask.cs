using System.Text.RegularExpressions;
using OtelBridge.Attributes;

namespace OtelBridge.Masking;

/// <summary>Masks texts: those that are JSON inside, all by the patterns. Thread-safe.</summary>
internal sealed class TextMask(MaskRules rules)
{
    /// <summary>Stands for a text that could not be judged: a pattern took too long, or it is broken JSON.</summary>
    public const string NotJudged = "[masked: not judged]";

    /// <summary>Texts inside JSON that are JSON again, inside each other.</summary>
    private const int MaxLevels = 4;

    /// <summary>The text as it may be seen; null for not at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">The time that is left.</param>
    /// <param name="isJson">Whether it is JSON also when it does not begin like it, as a number.</param>
    /// <param name="level">In how many texts that are JSON it stands.</param>
    public string? Mask(string text, MaskBudget budget, bool isJson = false, int level = 0)
    {
        if (!isJson && !BeginsLikeJson(text))
        {
            return Patterns(text, budget);
        }

        if (!rules.MayTouch(text))
        {
            return text;
        }

        if (level > MaxLevels || budget.IsOver)
        {
            return NotJudged;
        }

        using var walk = new JsonMask(rules, this, budget, level);
        return walk.Mask(text) switch
        {
            JsonMaskResult.Unchanged => text,
            JsonMaskResult.Changed => walk.Text,
            JsonMaskResult.Removed => null,
            JsonMaskResult.NotJudged => NotJudged,
            _ => Broken(text, budget),
        };
    }

    /// <summary>The text with what patterns find masked.</summary>
    public string Patterns(string text, MaskBudget budget)
    {
        if (rules.Patterns.Count == 0 || text.Length == 0)
        {
            return text;
        }

        try
        {
            foreach (var pattern in rules.Patterns)
            {
                if (budget.IsOver)
                {
                    return NotJudged;
                }

                text = pattern.Mask(text);
            }

            return text;
        }
        catch (RegexMatchTimeoutException)
        {
            return NotJudged;
        }
    }

    /// <summary>Whether a text that takes the place of another must be JSON as that was.</summary>
    public static bool WantsJson(string? key, string text) => key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs || BeginsLikeJson(text);

    // A text that only looks like JSON, or whose end was cut off: an escape must not hide from a pattern what everybody can read.
    private string Broken(string text, MaskBudget budget)
    {
        var masked = Patterns(text, budget);
        var current = masked;
        for (var level = 0; level <= MaxLevels && JsonEscape.Unescape(current) is var plain && plain != current; level++)
        {
            current = Patterns(plain, budget);
            masked = current == plain ? masked : current;
        }

        // A dictionary as other languages print it, say: what a rule means by its name may be there.
        return rules.HavePlaces && BeginsLikeJson(text) && rules.MayMean(current) ? NotJudged : masked;
    }

    private static bool BeginsLikeJson(string text) => text.AsSpan().TrimStart(" \t\r\n\uFEFF") is ['{', ..] or ['[', ..] or ['"', ..];
}
