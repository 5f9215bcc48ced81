using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

/// <summary>Generates whole traces: odd text, nested values, numbers at their limits, everything optional present or not.</summary>
internal static class RandomTraces
{
    // Without halves of surrogate pairs, which JSON cannot hold.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(string.Empty, "plain", "é ☕ 😀", "\u0000\u001f\u007f\u2028", "\"quoted\" \\ back", "{\"a\": 1}", "[1]", "5", "null", "NaN", "-Infinity", "\\ud83d", "</script>", "\ufffd"),
        ArbMap.Default.GeneratorFor<string>().Select(static text => string.Concat((text ?? string.Empty).EnumerateRunes())));

    private static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Elements("0", "-0.0", "1.0", "9223372036854775808", "123456789012345678901234567890", "1e400", "-1E-5", "0.30000000000000004"),
        ArbMap.Default.GeneratorFor<long>().Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Scalars = Gen.OneOf(Gen.Elements("null", "true", "false"), Numbers, Texts.Select(Quote));

    private static readonly Gen<JsonElement> Values = Gen.Sized(Nested).Select(static json => JsonElement.Parse(json));

    private static readonly Gen<string> TraceIds = Gen.Elements("tr-0123456789abcdef0123456789abcdef", "0721231c02664a149e1b2836cd26f91f", "my own", "\"tr-quoted\"");

    private static readonly Gen<Dictionary<string, string>> Maps = Gen.Zip(Texts, Texts).ArrayOf().Select(static pairs => pairs.DistinctBy(static p => p.Item1).ToDictionary(static p => p.Item1, static p => p.Item2));

    private static readonly Gen<DateTimeOffset?> Times = Gen.OneOf(
        Gen.Constant<DateTimeOffset?>(null),
        Gen.Choose(0, int.MaxValue).Select(static n => (DateTimeOffset?)DateTimeOffset.UnixEpoch.AddTicks(n * 1_234_567L)));

    public static Gen<Trace> Traces { get; } =
        from traceId in TraceIds
        from info in Infos(traceId)
        from spans in Spans(traceId).ArrayOf()
        select new Trace { Info = info, Spans = spans };

    private static Gen<Span> Spans(string traceId) =>
        from ids in Gen.Choose(1, 9).Three()
        from name in Texts
        from start in Gen.OneOf(Gen.Choose(0, 5).Select(static n => (long)n), ArbMap.Default.GeneratorFor<long>())
        from end in Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(1, int.MaxValue).Select(static n => (long?)n))
        from status in Gen.Elements(SpanStatus.Unset, SpanStatus.Ok, SpanStatus.Error)
        from description in Texts
        from attributes in Attributes()
        from events in Events().ArrayOf()
        select new Span
        {
            TraceId = traceId,
            OtelTraceId = $"{ids.Item1:x32}",
            SpanId = $"{ids.Item2:x16}",
            ParentId = ids.Item3 > 7 ? null : $"{ids.Item3:x16}",
            Name = name,
            StartTimeNs = start,
            EndTimeNs = end,
            Status = status,
            StatusDescription = description.Length == 0 ? null : description,
            Attributes = new Dictionary<string, JsonElement>(attributes) { ["mlflow.traceRequestId"] = JsonElement.Parse(Quote(traceId)) },
            Events = [.. events.OrderBy(static e => e.TimestampNs)],
        };

    private static Gen<SpanEvent> Events() =>
        from name in Texts
        from time in ArbMap.Default.GeneratorFor<long>()
        from attributes in Attributes()
        select new SpanEvent(name, time, attributes);

    private static Gen<Dictionary<string, JsonElement>> Attributes() => Gen.Zip(Texts, Values).ArrayOf()
        .Select(static pairs => pairs.DistinctBy(static p => p.Item1).ToDictionary(static p => p.Item1, static p => p.Item2));

    private static Gen<TraceInfo> Infos(string traceId) =>
        from state in Gen.Elements(TraceState.Unspecified, TraceState.Ok, TraceState.Error, TraceState.InProgress)
        from time in ArbMap.Default.GeneratorFor<long>()
        from duration in Gen.OneOf(Gen.Constant<TimeSpan?>(null), Gen.Choose(-5, int.MaxValue).Select(static ms => (TimeSpan?)TimeSpan.FromMilliseconds(ms)))
        from request in Texts
        from client in Texts
        from metadata in Maps
        from tags in Maps
        from assessments in Assessments(traceId).ArrayOf()
        select new TraceInfo
        {
            TraceId = traceId,
            ExperimentId = "12",
            State = state,
            RequestTimeNs = time,
            ExecutionDuration = duration,
            RequestPreview = request,
            ClientRequestId = client.Length % 2 == 0 ? null : client,
            TraceMetadata = metadata,
            Tags = tags,
            Assessments = assessments,
        };

    private static Gen<Assessment> Assessments(string traceId) =>
        from name in Texts
        from value in Values
        from isFeedback in ArbMap.Default.GeneratorFor<bool>()
        from flag in ArbMap.Default.GeneratorFor<bool>()
        from text in Texts
        from metadata in Maps
        from time in Times
        from source in Gen.Elements(AssessmentSourceType.Code, AssessmentSourceType.Human, AssessmentSourceType.LlmJudge, AssessmentSourceType.Unspecified)
        select (isFeedback ? new Feedback
        {
            Name = name,
            Source = new AssessmentSource(source, text),
            Value = value.ValueKind == JsonValueKind.Null ? null : value,
            Error = flag ? new AssessmentError(text, null, "stack") : null,
            Rationale = flag ? text : null,
            Overrides = flag ? "a-1" : null,
            Valid = flag,
        }
        : (Assessment)new Expectation { Name = name, Source = new AssessmentSource(source), Value = value }) with
        {
            AssessmentId = flag ? "a-2" : null,
            TraceId = traceId,
            SpanId = flag ? "0123456789abcdef" : null,
            Metadata = metadata,
            CreateTime = time,
            LastUpdateTime = time,
        };

    private static Gen<string> Nested(int size) => size < 2
        ? Scalars
        : Gen.OneOf(
            Scalars,
            Nested(size / 3).ArrayOf(2).Select(static items => $"[{string.Join(", ", items)}]"),
            Gen.Zip(Texts, Nested(size / 3)).Select(static member => $"{{{Quote(member.Item1)}: {member.Item2}}}"));

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
