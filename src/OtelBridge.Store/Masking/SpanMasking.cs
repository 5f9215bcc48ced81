using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Masking;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Masking;

/// <summary>Masks spans, resources and scopes. Whatever changes is a copy: a caller may send again what it has.</summary>
internal sealed class SpanMasking(FieldMask mask, string traceId, MaskBudget budget)
{
    private const string TraceState = "tracestate";

    // Digits alone, as many as an experiment's id may have.
    private const int MaxIdLength = 20;

    public Resource? Mask(Resource? resource)
    {
        if (resource is null || AnyValueMask.Mask(mask, MaskPlaces.Resource, resource.Attributes, IsIdentity, budget) is not { } attributes)
        {
            return resource;
        }

        var copy = resource.Clone();
        copy.Attributes.Clear();
        copy.Attributes.AddRange(attributes);
        return copy;
    }

    public InstrumentationScope? Mask(InstrumentationScope? scope)
    {
        if (scope is null)
        {
            return null;
        }

        var (name, version) = (Name(scope.Name), Name(scope.Version));
        var attributes = AnyValueMask.Mask(mask, MaskPlaces.Resource, scope.Attributes, null, budget);
        if (name == scope.Name && version == scope.Version && attributes is null)
        {
            return scope;
        }

        var copy = new InstrumentationScope(scope) { Name = name, Version = version };
        if (attributes is not null)
        {
            copy.Attributes.Clear();
            copy.Attributes.AddRange(attributes);
        }

        return copy;
    }

    public Span Mask(Span span)
    {
        var name = Name(span.Name);
        var state = State(span.TraceState);
        var message = span.Status is { Message.Length: > 0 } status && mask.Of(MaskPlaces.Status) is { } rules ? rules.Text(status.Message, budget) ?? string.Empty : span.Status?.Message;
        var attributes = AnyValueMask.Mask(mask, MaskPlaces.Attributes, span.Attributes, IsIdentity, budget);
        var events = Masked(span.Events, Mask);
        var links = Masked(span.Links, Mask);
        if (name == span.Name && state == span.TraceState && message == span.Status?.Message && attributes is null && events is null && links is null)
        {
            return span;
        }

        var copy = new Span(span) { Name = name, TraceState = state };
        if (copy.Status is not null)
        {
            copy.Status.Message = message ?? string.Empty;
        }

        Replace(copy.Attributes, attributes);
        Replace(copy.Events, events);
        Replace(copy.Links, links);
        return copy;
    }

    private Span.Types.Event Mask(Span.Types.Event source)
    {
        var name = Name(source.Name);
        var attributes = AnyValueMask.Mask(mask, MaskPlaces.Events, source.Attributes, null, budget);
        if (name == source.Name && attributes is null)
        {
            return source;
        }

        var copy = new Span.Types.Event(source) { Name = name };
        Replace(copy.Attributes, attributes);
        return copy;
    }

    private Span.Types.Link Mask(Span.Types.Link source)
    {
        var state = State(source.TraceState);
        var attributes = AnyValueMask.Mask(mask, MaskPlaces.Links, source.Attributes, null, budget);
        if (state == source.TraceState && attributes is null)
        {
            return source;
        }

        var copy = new Span.Types.Link(source) { TraceState = state };
        Replace(copy.Attributes, attributes);
        return copy;
    }

    private string Name(string name) =>
        name.Length == 0 || mask.Of(MaskPlaces.Names) is not { } rules ? name : rules.Whole is { } whole ? whole.Of(name) ?? string.Empty : rules.Name(name, budget);

    private string State(string state) => state.Length == 0 || mask.Of(MaskPlaces.Attributes, TraceState) is not { } rules ? state : rules.Text(state, budget) ?? string.Empty;

    // Without these nobody knows which trace a span belongs to, and to which experiment; other text under their keys is masked like any.
    private bool IsIdentity(string key, AnyValue value) => value.HasStringValue && key switch
    {
        MlflowKeys.TraceRequestId => value.StringValue == traceId || TraceIdText.Normalise(value.StringValue) == traceId,
        MlflowKeys.ExperimentId => value.StringValue.Length <= MaxIdLength && !value.StringValue.AsSpan().ContainsAnyExceptInRange('0', '9'),
        _ => false,
    };

    private static List<T>? Masked<T>(IReadOnlyList<T> source, Func<T, T> masked)
        where T : class
    {
        List<T>? changed = null;
        for (var i = 0; i < source.Count; i++)
        {
            var shown = masked(source[i]);
            if (!ReferenceEquals(shown, source[i]))
            {
                changed ??= [.. source];
                changed[i] = shown;
            }
        }

        return changed;
    }

    private static void Replace<T>(Google.Protobuf.Collections.RepeatedField<T> target, List<T>? items)
    {
        if (items is not null)
        {
            target.Clear();
            target.AddRange(items);
        }
    }
}
