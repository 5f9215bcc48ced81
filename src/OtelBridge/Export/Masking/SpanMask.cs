using System.Diagnostics;
using System.Runtime.InteropServices;
using OtelBridge.Configuration;
using OtelBridge.Export.Forms;
using OtelBridge.Masking;

namespace OtelBridge.Export.Masking;

/// <summary>Takes out of spans what a destination may not see. What cannot be judged is masked whole.</summary>
internal sealed class SpanMask : ISpanChange
{
    private readonly TextMask _texts;
    private readonly ValueMask _values;

    private SpanMask(MaskRules rules)
    {
        _texts = new TextMask(rules);
        _values = new ValueMask(rules, _texts);
    }

    public static ISpanChange Of(MaskSettings settings) => settings.HidesAll ? new SpanVeil() : new SpanMask(new MaskRules([.. settings.Rules.Select(static rule => rule.Terms())]));

    public void Apply(SpanDraft draft)
    {
        try
        {
            Mask(draft, new MaskBudget());
        }
        catch (Exception)
        {
            // Half masked is not masked.
            new SpanVeil().Apply(draft);
        }
    }

    private void Mask(SpanDraft draft, MaskBudget budget)
    {
        draft.Name = _texts.Patterns(draft.Name, budget);
        draft.StatusDescription = draft.StatusDescription is { } description ? _texts.Mask(description, budget) : null;
        MaskAttributes(draft, budget);
        MaskEvents(draft, budget);
        MaskLinks(draft, budget);
    }

    private void MaskAttributes(SpanDraft draft, MaskBudget budget)
    {
        var attributes = draft.Attributes;
        var kept = 0;
        for (var i = 0; i < attributes.Count; i++)
        {
            var (key, value) = attributes[i];
            if (key is null || value is null || SpanIdentity.IsPart(draft.Span, key, value))
            {
                attributes[kept++] = attributes[i];
            }
            else if (_values.Mask(key, value, budget) is { } shown)
            {
                attributes[kept++] = new(key, shown);
            }
        }

        attributes.RemoveRange(kept, attributes.Count - kept);
    }

    private void MaskEvents(SpanDraft draft, MaskBudget budget)
    {
        if (!draft.Span.EnumerateEvents().MoveNext() && draft.Events is null)
        {
            return;
        }

        foreach (ref var @event in CollectionsMarshal.AsSpan(draft.EditEvents()))
        {
            @event = new ActivityEvent(_texts.Patterns(@event.Name, budget), @event.Timestamp, Masked(@event.Tags, budget));
        }
    }

    private void MaskLinks(SpanDraft draft, MaskBudget budget)
    {
        if (!draft.Span.EnumerateLinks().MoveNext() && draft.Links is null)
        {
            return;
        }

        foreach (ref var link in CollectionsMarshal.AsSpan(draft.EditLinks()))
        {
            link = link.Tags is null ? link : new ActivityLink(link.Context, Masked(link.Tags, budget));
        }
    }

    private ActivityTagsCollection Masked(IEnumerable<KeyValuePair<string, object?>> tags, MaskBudget budget)
    {
        // At most as many as there were.
        var masked = new ActivityTagsCollection();
        foreach (var (key, value) in tags)
        {
            if (key is not null && value is not null && _values.Mask(key, value, budget) is { } shown)
            {
                masked[key] = shown;
            }
        }

        return masked;
    }
}
