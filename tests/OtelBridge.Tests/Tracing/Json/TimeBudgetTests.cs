using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OtelBridge.Attributes;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tests.Tracing.Json;

/// <summary>Values that take long to read: what was read until the time was over is kept, the rest is marked. Time is the test's.</summary>
public sealed class TimeBudgetTests : IDisposable
{
    private const int MaxBytes = 4096;

    private readonly Clock _clock = new();
    private readonly ContentSettings _before = ContentSettings.Current;

    public void Dispose() => ContentSettings.Current = _before;

    [Fact]
    public void SlowGetter_ItsValueIsKeptAndWhatFollowsIsMarked() =>
        Text(new Slow(_clock)).ShouldBe("""{"A":1,"B":"slow","…":"[out of time]"}""");

    [Fact]
    public void SlowGetterInside_EveryLevelCloses() =>
        Text(new { list = new object[] { new Slow(_clock), 2 }, after = 3 })
            .ShouldBe("""{"list":[{"A":1,"B":"slow","…":"[out of time]"},"…[out of time]"],"…":"[out of time]"}""");

    [Fact]
    public void SlowSequence_KeepsWhatCameInTime() => Text(Dripping(TimeSpan.FromMilliseconds(300))).ShouldBe("""[0,1,2,3,"…[out of time]"]""");

    [Fact]
    public void SlowSequenceThatGivesNothing_IsAskedOnceMoreAtMost()
    {
        var asked = 0;

        Text(Silent().Take(1_000_000).Select((_, i) => asked = i)).ShouldEndWith("\"…[out of time]\"]");

        asked.ShouldBeLessThan(10);

        IEnumerable<string> Silent()
        {
            while (true)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(200));
                yield return string.Empty;
            }
        }
    }

    [Fact]
    public void SlowDictionary_KeepsWhatCameInTime()
    {
        Text(Dripping(TimeSpan.FromMilliseconds(600)).Select(i => KeyValuePair.Create($"k{i}", i)).Take(9).ToList())
            .ShouldEndWith("""{"Key":"k8","Value":8}]""", customMessage: "a list is there before it is read");
        Text(new Dictionary<string, object> { ["a"] = 1, ["b"] = new Slow(_clock), ["c"] = 3 })
            .ShouldBe("""{"a":1,"b":{"A":1,"B":"slow","…":"[out of time]"},"…":"[out of time]"}""");
        Text(new SortedList<string, object> { ["a"] = new Slow(_clock), ["b"] = 1 })
            .ShouldBe("""{"a":{"A":1,"B":"slow","…":"[out of time]"},"…":"[out of time]"}""");
    }

    [Fact]
    public void SlowTuple_KeepsWhatCameInTime() => Text((1, new Slow(_clock), 3)).ShouldBe("""[1,{"A":1,"B":"slow","…":"[out of time]"},"…[out of time]"]""");

    [Fact]
    public void SlowConverter_IsAMark() => Text(new { a = 1, b = new Written(_clock), c = 2 }).ShouldBe("""{"a":1,"b":"…[out of time]","…":"[out of time]"}""");

    [Fact]
    public void ConverterOfAMember_HasTheWholeTime()
    {
        _clock.Advance(TimeSpan.FromDays(1));

        Text(new Labelled("x")).ShouldBe($$"""{"Label":"{{new string('x', 2000)}}"}""");
    }

    [Fact]
    public void FastValue_IsWholeHoweverLongTheLastTook()
    {
        Text(new Slow(_clock));

        Text(new { a = 1, b = new[] { 1, 2 } }).ShouldBe("""{"a":1,"b":[1,2]}""");
    }

    [Fact]
    public void ArraysInArrays_AllCutAtTheBound_StayInsideIt()
    {
        object value = new string('x', 10_000);
        for (var i = 0; i < 60; i++)
        {
            value = new[] { value, 1, 2 };
        }

        Text(value, 1024).ShouldContain("[truncated]");
    }

    [Fact]
    public void MaxContentTime_OfTheOptions_IsHeeded()
    {
        using var tracing = MlflowTracing.Init(o => o.MaxContentTime = TimeSpan.FromMilliseconds(1), Traced.Configuration(("Mlflow:Export", "None")));
        using var span = Mlflow.StartSpan("s");

        span.SetInputs(Waiting());

        ((string)span.Activity!.GetTagItem(MlflowKeys.SpanInputs)!).ShouldMatch("""^\[1(,2)?,"…\[out of time\]"\]$""");

        // The clock of the process is the real one here.
        static IEnumerable<int> Waiting()
        {
            yield return 1;
            var start = Environment.TickCount64;
            SpinWait.SpinUntil(() => Environment.TickCount64 - start > 50);
            yield return 2;
            yield return 3;
        }
    }

    private string Text(object? value, int maxBytes = MaxBytes)
    {
        var text = JsonText.Of(value, new ContentSettings(null, maxBytes, TimeSpan.FromSeconds(1), _clock));
        Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(maxBytes);
        JsonDocument.Parse(text).Dispose();
        return text;
    }

    private IEnumerable<int> Dripping(TimeSpan each)
    {
        for (var i = 0; ; i++)
        {
            _clock.Advance(each);
            yield return i;
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }

    private sealed class Slow(Clock clock)
    {
        public int A => 1;

        public string B
        {
            get
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return "slow";
            }
        }

        public int C => throw new InvalidOperationException("must not be read");
    }

    [JsonConverter(typeof(WrittenConverter))]
    private sealed record Written(Clock Clock);

    // Nothing of the program runs before the converter: the members are but read.
    private sealed record Labelled([property: JsonConverter(typeof(RepeatingConverter))] string Label);

    private sealed class RepeatingConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(new string(value[0], 2000));
    }

    private sealed class WrittenConverter : JsonConverter<Written>
    {
        public override Written Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Written value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (var i = 0; i < 100; i++)
            {
                value.Clock.Advance(TimeSpan.FromSeconds(1));
                writer.WriteStringValue("some text that fills the buffer of the writer after a while");
            }

            writer.WriteEndArray();
        }
    }
}
