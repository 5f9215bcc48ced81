using System.Diagnostics;

namespace OtelBridge.Export.Forms;

/// <summary>What one destination is going to get of one span: a copy of the Activity's facts that may be changed. Used for one span after the other.</summary>
/// <remarks>Not thread-safe. Events and links are copied only when somebody wants to change them.</remarks>
internal sealed class SpanDraft
{
    /// <summary>Room for more than this is not kept for the next span.</summary>
    private const int MostKept = 1024;

    // As long as the attributes of one span.
    private readonly List<KeyValuePair<string, object?>> _attributes = [];

    /// <summary>Gets the span; only its ids, times, source and resource are read from it when there is a draft.</summary>
    public Activity Span { get; private set; } = null!;

    public string Name { get; set; } = string.Empty;

    public ActivityKind Kind { get; set; }

    public ActivityStatusCode Status { get; set; }

    public string? StatusDescription { get; set; }

    public string? TraceState { get; set; }

    /// <summary>Gets the attributes in their order. A null key is what the program set, whatever the signature says.</summary>
    public List<KeyValuePair<string, object?>> Attributes => _attributes;

    /// <summary>Gets the changed events; null while they are those of the Activity.</summary>
    public List<ActivityEvent>? Events { get; private set; }

    /// <summary>Gets the changed links; null while they are those of the Activity.</summary>
    public List<ActivityLink>? Links { get; private set; }

    public void Begin(Activity span)
    {
        Span = span;
        Name = span.DisplayName;
        Kind = span.Kind;
        Status = span.Status;
        StatusDescription = span.StatusDescription;
        TraceState = span.TraceStateString;
        Events = null;
        Links = null;
        _attributes.Clear();
        if (_attributes.Capacity > MostKept)
        {
            _attributes.Capacity = 0;
        }

        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            _attributes.Add(tag);
        }
    }

    /// <summary>The value of an attribute; null when there is none.</summary>
    public object? Get(string key) => IndexOf(key) is var index and >= 0 ? _attributes[index].Value : null;

    /// <summary>Sets an attribute in its place, or adds it at the end.</summary>
    public void Set(string key, object? value)
    {
        var pair = new KeyValuePair<string, object?>(key, value);
        if (IndexOf(key) is var index and >= 0)
        {
            _attributes[index] = pair;
        }
        else
        {
            _attributes.Add(pair);
        }
    }

    /// <summary>Adds an attribute unless the span has it.</summary>
    public void SetDefault(string key, object? value)
    {
        if (IndexOf(key) < 0)
        {
            _attributes.Add(new(key, value));
        }
    }

    /// <summary>The events, to be changed.</summary>
    public List<ActivityEvent> EditEvents()
    {
        if (Events is null)
        {
            Events = [];
            foreach (ref readonly var item in Span.EnumerateEvents())
            {
                Events.Add(item);
            }
        }

        return Events;
    }

    /// <summary>The links, to be changed.</summary>
    public List<ActivityLink> EditLinks()
    {
        if (Links is null)
        {
            Links = [];
            foreach (ref readonly var item in Span.EnumerateLinks())
            {
                Links.Add(item);
            }
        }

        return Links;
    }

    private int IndexOf(string key)
    {
        for (var i = 0; i < _attributes.Count; i++)
        {
            if (string.Equals(_attributes[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
