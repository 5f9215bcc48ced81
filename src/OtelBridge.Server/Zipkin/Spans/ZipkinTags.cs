using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Google.Protobuf.Collections;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>The tags of a span in Zipkin's form: those with a place of their own in OTLP are taken to it, what is left are attributes.</summary>
internal sealed class ZipkinTags
{
    private const string Ok = "OK";
    private const string Failed = "ERROR";
    private const string BareError = "true";

    private readonly MapField<string, string> _tags;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal); // bounded by the tags

    public ZipkinTags(MapField<string, string> tags)
    {
        _tags = tags;
        IsOTel = tags.Keys.Any(static key => key.StartsWith(ZipkinKeys.OTelPrefix, StringComparison.Ordinal));
        Scope = IsOTel ? Take(OTelKeys.ScopeName) : ZipkinKeys.Scope;
        ScopeVersion = Take(OTelKeys.ScopeVersion);
    }

    /// <summary>Whether the span was an OpenTelemetry span before it took Zipkin's form.</summary>
    public bool IsOTel { get; }

    public string Scope { get; }

    public string ScopeVersion { get; }

    public bool TryTake(string key, [NotNullWhen(true)] out string? value) => _tags.TryGetValue(key, out value) && _taken.Add(key);

    /// <summary>Takes a tag if it has this value.</summary>
    public bool TakeIf(string key, string value) => _tags.TryGetValue(key, out var found) && found == value && _taken.Add(key);

    /// <summary>Takes a count; one that is none stays a tag.</summary>
    public uint TakeCount(string key) =>
        _tags.TryGetValue(key, out var text) && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && _taken.Add(key) ? count : 0;

    /// <summary>Takes the outcome. Zipkin knows one way to say it: a span with the tag <c>error</c> has failed, whatever the value.</summary>
    public Status? TakeStatus()
    {
        if (TakeIf(OTelKeys.StatusCode, Ok))
        {
            return new Status { Code = Status.Types.StatusCode.Ok };
        }

        var named = TakeIf(OTelKeys.StatusCode, Failed);
        if (!_tags.TryGetValue(OTelKeys.Error, out var error) && !named)
        {
            return null;
        }

        var message = named ? Take(OTelKeys.StatusDescription) : string.Empty;
        if (message.Length == 0 && error is not (null or BareError))
        {
            // What stands in the status is made into the tag again when it is read.
            message = error;
            _taken.Add(OTelKeys.Error);
        }

        return new Status { Code = Status.Types.StatusCode.Error, Message = message };
    }

    /// <summary>What nobody took.</summary>
    public IEnumerable<KeyValue> Rest() =>
        from tag in _tags
        where !_taken.Contains(tag.Key)
        select new KeyValue { Key = tag.Key, Value = ValueOf(tag.Key, tag.Value) };

    public bool Has(string key) => _tags.ContainsKey(key);

    public string? Find(string key) => _tags.TryGetValue(key, out var value) ? value : null;

    // The tag that says no more than that is a boolean elsewhere.
    private static AnyValue ValueOf(string key, string value) => key == OTelKeys.Error && value == BareError
        ? new AnyValue { BoolValue = true }
        : new AnyValue { StringValue = value };

    private string Take(string key) => TryTake(key, out var value) ? value : string.Empty;
}
