using OtelBridge.Masking;

namespace OtelBridge.Store.Masking;

/// <summary>The rules for one field. Thread-safe.</summary>
internal sealed class FieldRules
{
    private readonly TextMask _texts;
    private readonly MaskTally? _tally;

    public FieldRules(MaskRules rules, MaskEffect? whole, MaskTally? tally)
    {
        (Rules, _tally) = (rules, tally);
        Whole = whole ?? rules.OfRoot();
        _texts = new TextMask(rules);
    }

    public MaskRules Rules { get; }

    /// <summary>Gets what becomes of the value as a whole; null where only parts of it are looked for.</summary>
    public MaskEffect? Whole { get; }

    /// <summary>The text as it may be stored; null for not at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">The time that is left.</param>
    /// <param name="key">The key of an attribute, of which some hold JSON whatever it looks like.</param>
    /// <param name="isJson">Whether it is JSON, and has to stay so.</param>
    public string? Text(string text, MaskBudget budget, string? key = null, bool isJson = false)
    {
        var wantsJson = isJson || TextMask.WantsJson(key, text);
        if (Whole is { } whole)
        {
            return whole.Of(JsonString.Content(text)) is not { } shown ? null : wantsJson ? JsonString.Of(shown) : shown;
        }

        var masked = Judged(text, _texts.Mask(text, budget, wantsJson));
        return masked == TextMask.NotJudged && masked != text && wantsJson ? JsonString.Of(masked) : masked;
    }

    /// <summary>A text that is part of a value.</summary>
    public string Part(string text, MaskBudget budget) => Judged(text, _texts.Mask(text, budget)) ?? string.Empty;

    /// <summary>A name, in which only patterns look for something, or a number.</summary>
    public string Name(string text, MaskBudget budget) => Judged(text, _texts.Patterns(text, budget)) ?? string.Empty;

    private string? Judged(string text, string? masked)
    {
        if (masked == TextMask.NotJudged && text != masked)
        {
            _tally?.Found(MaskTally.NotJudged);
        }

        return masked;
    }
}
