using System.Text;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>All that clients have said of a trace besides its spans: records, tags, assessments, links to runs. Written whole with each change of it.</summary>
/// <remarks>Records are kept as what they come to, not one after the other. A tag that was removed stays so, whatever span says it.</remarks>
internal sealed class ClientState
{
    /// <summary>The most bytes of text: each change writes it again.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int Version = 1;

    // Each bounded by MaxBytes.
    private readonly SortedDictionary<string, string> _tags;
    private readonly SortedSet<string> _removed;
    private readonly SortedDictionary<string, string> _metadata;
    private readonly SortedSet<string> _runs;
    private TraceFacts? _said; // as if there were no spans; null while nobody has put a record

    private ClientState(ClientStateJson json)
    {
        _tags = new SortedDictionary<string, string>(json.Tags ?? [], StringComparer.Ordinal);
        _removed = new SortedSet<string>(json.Removed ?? [], StringComparer.Ordinal);
        _metadata = new SortedDictionary<string, string>(json.Metadata ?? [], StringComparer.Ordinal);
        _runs = new SortedSet<string>(json.Runs ?? [], StringComparer.Ordinal);
        Assessments = new ClientAssessments((json.Assessments ?? []).Select(Assessment.Parser.ParseFrom));
        if (json.Start is { } start)
        {
            _said = new TraceFacts
            {
                Fixed = json.Fixed,
                ExperimentId = json.Experiment,
                State = json.State,
                StartUnixNano = start,
                EndUnixNano = json.End,
                Name = json.Name,
                RequestPreview = json.Request,
                ResponsePreview = json.Response,
                ClientRequestId = json.Client,
                ExpectedSpans = json.Spans,
            };
        }
    }

    /// <summary>Gets the assessments.</summary>
    public ClientAssessments Assessments { get; }

    /// <summary>Reads a state; empty text is that of a trace of which no client has said anything.</summary>
    /// <exception cref="InvalidDataException">It was written by a newer version, or is damaged.</exception>
    public static ClientState Read(string text)
    {
        try
        {
            var json = text.Length == 0 ? null : JsonSerializer.Deserialize(text, ClientStateJsonContext.Default.ClientStateJson);
            return json is { Version: > Version }
                ? throw new InvalidDataException($"What clients have said of a trace was written by a newer version of OtelBridge ({json.Version}; this version knows {Version}).")
                : new ClientState(json ?? new ClientStateJson());
        }
        catch (Exception e) when (e is JsonException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException("What clients have said of a trace cannot be read.", e);
        }
    }

    /// <summary>Writes it as text.</summary>
    /// <exception cref="RefusedChangeException">It is larger than <see cref="MaxBytes"/>.</exception>
    public string Write()
    {
        var text = JsonSerializer.Serialize(
            new ClientStateJson
            {
                Version = Version,
                Fixed = _said?.Fixed ?? default,
                Experiment = _said?.ExperimentId ?? 0,
                State = _said?.State ?? default,
                Start = _said?.StartUnixNano,
                End = _said?.EndUnixNano,
                Name = _said?.Name,
                Request = _said?.RequestPreview,
                Response = _said?.ResponsePreview,
                Client = _said?.ClientRequestId,
                Spans = _said?.ExpectedSpans,
                Tags = _tags.Count > 0 ? _tags : null,
                Removed = _removed.Count > 0 ? _removed : null,
                Metadata = _metadata.Count > 0 ? _metadata : null,
                Runs = _runs.Count > 0 ? _runs : null,
                Assessments = Assessments.All.Count > 0 ? [.. Assessments.All.Select(static assessment => assessment.ToByteArray())] : null,
            },
            ClientStateJsonContext.Default.ClientStateJson);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes
            ? text
            : throw new RefusedChangeException($"Tags, metadata and assessments of one trace are more than {MaxBytes} bytes together. Delete some first.");
    }

    /// <summary>Merges what a client says of a whole trace.</summary>
    /// <param name="record">The record.</param>
    /// <param name="experiment">The experiment that it names; null when it names none.</param>
    /// <param name="now">The time.</param>
    public void Put(TraceRecord record, long? experiment, DateTimeOffset now)
    {
        _said ??= new TraceFacts { StartUnixNano = (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick };
        if (experiment is { } named)
        {
            _said.ExperimentId = named;
            _said.Fixed |= RecordFields.Experiment;
        }

        TraceRecordMerge.Apply(_said, record, spans: null);
        foreach (var (key, value) in record.Tags)
        {
            PutTag(key, value);
        }

        foreach (var (key, value) in record.Metadata)
        {
            _metadata[TextLimit.Cut(key, RecordLimits.Key)] = TextLimit.Cut(value, RecordLimits.Value);
        }

        foreach (var assessment in NewAssessments.Of(record, now.ToUnixTimeMilliseconds()))
        {
            if (Assessments.Add(record.TraceId, assessment) is { Overrides: var overrides })
            {
                Assessments.SetValid(overrides, valid: false);
            }
        }
    }

    /// <summary>Finds the value of a tag; null when the trace has no such tag.</summary>
    /// <param name="key">The tag.</param>
    /// <param name="record">The record of the trace, for what spans say.</param>
    public string? FindTag(string key, ClickHouseRecord record)
    {
        key = TextLimit.Cut(key, RecordLimits.Key);
        return _tags.TryGetValue(key, out var value) ? value : _removed.Contains(key) ? null : record.Tags.GetValueOrDefault(key);
    }

    public void SetTag(string key, string value)
    {
        PutTag(key, value);
        if (key == MlflowKeys.TraceName)
        {
            TraceRecordMerge.SetName(_said ??= new TraceFacts { StartUnixNano = 0 }, value);
        }
    }

    public void RemoveTag(string key)
    {
        _tags.Remove(TextLimit.Cut(key, RecordLimits.Key));
        _removed.Add(TextLimit.Cut(key, RecordLimits.Key));
        if (key == MlflowKeys.TraceName && _said is { } said)
        {
            said.Fixed &= ~RecordFields.Name;
            said.Name = null;
        }
    }

    /// <summary>Links the trace to a run.</summary>
    /// <returns>False when it is.</returns>
    public bool Link(string runId) => _runs.Add(runId);

    /// <summary>Puts it over what spans say.</summary>
    /// <param name="record">The record as it follows from the spans.</param>
    /// <param name="spans">First start and last end of the spans; null when there are none.</param>
    public void ApplyTo(ClickHouseRecord record, (long Start, long? End)? spans)
    {
        if (_said is { } said)
        {
            Apply(said, record.Facts, spans);
        }

        foreach (var key in _removed)
        {
            record.Tags.Remove(key);
        }

        foreach (var (key, value) in _tags)
        {
            record.Tags[key] = value;
        }

        foreach (var (key, value) in _metadata)
        {
            record.Metadata[key] = value;
        }

        record.RunIds.UnionWith(_runs);
        record.Assessments.AddRange(Assessments.All);
    }

    private static void Apply(TraceFacts said, TraceFacts trace, (long Start, long? End)? spans)
    {
        trace.Fixed = said.Fixed;
        trace.ExperimentId = said.Fixed.HasFlag(RecordFields.Experiment) ? said.ExperimentId : trace.ExperimentId;
        trace.State = said.Fixed.HasFlag(RecordFields.State) ? said.State
            : said.Fixed.HasFlag(RecordFields.UnknownState) && trace.State == TraceState.InProgress ? TraceState.Unspecified : trace.State;
        trace.Name = said.Fixed.HasFlag(RecordFields.Name) ? said.Name : trace.Name;
        trace.RequestPreview = said.Fixed.HasFlag(RecordFields.RequestPreview) ? said.RequestPreview : trace.RequestPreview;
        trace.ResponsePreview = said.Fixed.HasFlag(RecordFields.ResponsePreview) ? said.ResponsePreview : trace.ResponsePreview;
        trace.ClientRequestId = said.Fixed.HasFlag(RecordFields.ClientRequestId) ? said.ClientRequestId : trace.ClientRequestId;
        trace.ExpectedSpans = said.ExpectedSpans;
        (trace.StartUnixNano, trace.EndUnixNano) = (said.StartUnixNano, said.EndUnixNano);
        if (spans is var (start, end))
        {
            trace.SetExtent(start, end);
        }
    }

    private void PutTag(string key, string value)
    {
        key = TextLimit.Cut(key, RecordLimits.Key);
        _removed.Remove(key);
        _tags[key] = TextLimit.Cut(value, RecordLimits.Value);
    }
}
