using System.Collections;
using System.Dynamic;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OtelBridge.Attributes;

namespace OtelBridge.Tests.Tracing.Json;

public sealed class JsonOfAnythingTests : IDisposable
{
    private const int MaxBytes = 4096;

    private readonly MlflowTracing _tracing = MlflowTracing.Init(
        o => o.MaxContentBytes = MaxBytes, Traced.Configuration(("Mlflow:Export", "None")));

    private static readonly int[] Numbers = [1, 2];

    public static TheoryData<string> Plain => [.. PlainValues.Keys];

    private static Dictionary<string, (object? Value, string Json)> PlainValues { get; } = new()
    {
        ["text"] = ("Grüße \"x\" <b>\n", "\"Grüße \\\"x\\\" <b>\\n\""),
        ["true"] = (true, "true"),
        ["integer"] = (-7, "-7"),
        ["ulong"] = (ulong.MaxValue, "18446744073709551615"),
        ["double"] = (0.1, "0.1"),
        ["decimal"] = (1.10m, "1.10"),
        ["nan"] = (double.NaN, "\"NaN\""),
        ["infinity"] = (float.PositiveInfinity, "\"Infinity\""),
        ["char"] = ('ü', "\"ü\""),
        ["guid"] = (Guid.Empty, "\"00000000-0000-0000-0000-000000000000\""),
        ["time"] = (new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "\"2026-01-02T03:04:05Z\""),
        ["time span"] = (TimeSpan.FromSeconds(1.5), "\"00:00:01.5000000\""),
        ["date"] = (new DateOnly(2026, 1, 2), "\"2026-01-02\""),
        ["uri"] = (new Uri("http://a/b?c"), "\"http://a/b?c\""),
        ["enum"] = (DayOfWeek.Friday, "\"Friday\""),
        ["bytes"] = (new byte[] { 1, 2, 3 }, "\"AQID\""),
        ["array"] = (new object?[] { 1, "a", null, Numbers }, "[1,\"a\",null,[1,2]]"),
        ["anonymous"] = (new { a = 1, b = new { c = "d" } }, """{"a":1,"b":{"c":"d"}}"""),
        ["dictionary"] = (new Dictionary<string, object?> { ["k"] = 1, ["n"] = null }, """{"k":1,"n":null}"""),
        ["dictionary of objects"] = (new Dictionary<object, object> { [1] = "a", [DayOfWeek.Monday] = 2 }, """{"1":"a","Monday":2}"""),
        ["hashtable"] = (new Hashtable { ["k"] = 1 }, """{"k":1}"""),
        ["expando"] = (Expando(), """{"x":1}"""),
        ["tuple"] = ((1, "a"), """[1,"a"]"""),
        ["record"] = (new Point(1, null), """{"X":1,"renamed":null}"""),
        ["json element"] = (JsonDocument.Parse("""{"a":[1,"x",null,true]}""").RootElement, """{"a":[1,"x",null,true]}"""),
        ["json node"] = (JsonNode.Parse("""{"a":[1.50,"x"]}"""), """{"a":[1.50,"x"]}"""),
        ["nested nodes"] = (new { n = new JsonArray(1, new JsonObject { ["b"] = "c" }) }, """{"n":[1,{"b":"c"}]}"""),
        ["nullable"] = (new { v = (int?)null, w = (int?)3 }, """{"v":null,"w":3}"""),
        ["type"] = (typeof(string), "\"System.String\""),
        ["stream"] = (new MemoryStream([1]), "\"System.IO.MemoryStream\""),
        ["delegate"] = (new { f = (Action)(() => { }) }, """{"f":"System.Action"}"""),
        ["task"] = (Task.CompletedTask, null!),
        ["cancellation token"] = (CancellationToken.None, "\"System.Threading.CancellationToken\""),
        ["pointer"] = ((nint)5, "\"System.IntPtr\""),
        ["exception"] = (new InvalidOperationException("no", new ArgumentException("why")), """{"type":"System.InvalidOperationException","message":"no","innerException":{"type":"System.ArgumentException","message":"why"}}"""),
        ["span property"] = (new WithSpan(), """{"Name":"n"}"""),
        ["enum by attribute"] = (new WithConverter(), """{"Day":"Monday","Hidden":1}"""),
        ["ignored members"] = (new WithIgnored(), """{"Kept":1}"""),
        ["extension data"] = (new WithExtension(), """{"A":1,"extra":"x"}"""),
        ["object"] = (new object(), "{}"),
        ["lone surrogate"] = ("a\ud83d", "\"a\ufffd\""),
        ["emoji"] = ("🙂", "\"🙂\""),
    };

    public void Dispose() => _tracing.Dispose();

    [Theory]
    [MemberData(nameof(Plain))]
    public void SetInputs_Value_IsReadableJson(string name)
    {
        var (value, json) = PlainValues[name];

        var text = Inputs(value);

        if (json is not null)
        {
            Normal(text).ShouldBe(Normal(json));
        }

        JsonDocument.Parse(text).Dispose();
    }

    [Fact]
    public void SetInputs_Null_IsNull() => Inputs(null).ShouldBe("null");

    [Fact]
    public void SetInputs_LaterMutation_DoesNotShow()
    {
        var list = new List<int> { 1 };

        using var span = Mlflow.StartSpan("s", inputs: list);
        list.Add(2);

        span.Activity!.GetTagItem(MlflowKeys.SpanInputs).ShouldBe("[1]");
    }

    [Fact]
    public void SetInputs_GettersThatThrow_LoseOnlyThemselves()
    {
        Inputs(new Poisonous()).ShouldBe("""{"Before":1,"Bad":"[threw InvalidTimeZoneException]","After":2}""");
    }

    [Fact]
    public void SetInputs_Cycle_IsNullWhereItCloses()
    {
        var node = new Node { Name = "a" };
        node.Next = new Node { Name = "b", Next = node };

        Inputs(node).ShouldBe("""{"Name":"a","Next":{"Name":"b","Next":null}}""");
    }

    [Fact]
    public void SetInputs_SameObjectTwiceSideBySide_IsWrittenTwice()
    {
        var shared = new { x = 1 };

        Inputs(new[] { shared, shared }).ShouldBe("""[{"x":1},{"x":1}]""");
    }

    [Fact]
    public void SetInputs_DeeperThanTheBound_EndsInAMark()
    {
        object value = 1;
        for (var i = 0; i < 500; i++)
        {
            value = new[] { value };
        }

        var text = Inputs(value);

        text.ShouldContain("[too deep]");
        text.Count(c => c == '[').ShouldBe(64 + 1);
    }

    [Fact]
    public void SetInputs_DeepJsonElement_EndsInAMark()
    {
        var element = JsonDocument.Parse(new string('[', 500) + new string(']', 500), new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;

        Inputs(element).ShouldContain("[too deep]");
    }

    [Fact]
    public void SetInputs_EndlessSequence_StopsAtTheBound()
    {
        var text = Inputs(Endless());

        ShouldBeCut(text);
        text.ShouldStartWith("[0,1,2,");
    }

    [Fact]
    public void SetInputs_EndlessSequenceOfEndlessSequences_StopsAtTheBound() => ShouldBeCut(Inputs(Enumerable.Repeat(Endless(), int.MaxValue)));

    [Fact]
    public void SetInputs_SequenceThatThrows_KeepsWhatCameBefore() => Inputs(Failing()).ShouldBe("""[1,2,"[threw TimeoutException]"]""");

    [Theory]
    [InlineData("a")]
    [InlineData("ä")]
    [InlineData("🙂")]
    [InlineData("\u0001")]
    [InlineData("\"")]
    public void SetInputs_HugeText_IsCutToTheBound(string part)
    {
        var huge = new StringBuilder().Insert(0, part, 50 * 1024 * 1024 / 2 / part.Length).ToString();

        ShouldBeCut(Inputs(huge));
        ShouldBeCut(Inputs(new { before = 1, huge, after = 2 }));
        Inputs(new Dictionary<string, object?> { ["a"] = 1, [huge] = 2 }).ShouldBe("""{"a":1,"…":"[truncated]"}""");
    }

    [Fact]
    public void SetInputs_HugeBytes_AreCutToTheBound() => ShouldBeCut(Inputs(new byte[10 * 1024 * 1024]));

    [Fact]
    public void SetInputs_HugeNode_IsCutToTheBound() => ShouldBeCut(Inputs(JsonValue.Create(new string('x', 1_000_000))));

    [Fact]
    public void SetInputs_HugeConverted_IsAMark() => Inputs(new { a = 1, v = new Lengthy() }).ShouldBe("""{"a":1,"v":"…[truncated]"}""");

    [Fact]
    public void SetInputs_HugeDictionary_IsCutToTheBound() =>
        ShouldBeCut(Inputs(Enumerable.Range(0, 100_000).ToDictionary(i => $"key{i}", i => i)));

    [Fact]
    public void SetInputs_AsyncSequence_IsNotEnumerated()
    {
        var sequence = new Untouchable();

        Inputs(new { sequence }).ShouldContain(nameof(Untouchable));

        sequence.Touched.ShouldBeFalse();
    }

    [Fact]
    public void SetInputs_GetterThatTraces_DoesNotDisturb()
    {
        Inputs(new Tracing()).ShouldBe("""{"A":1,"B":"inner","C":3}""");
    }

    [Fact]
    public void SetInputs_DictionaryChangedByAnotherThread_KeepsValidJson()
    {
        var dictionary = new Changing();

        JsonDocument.Parse(Inputs(dictionary)).Dispose();
    }

    [Fact]
    public void SetInputs_ExceptionWithPoisonousMessage_IsWritten() => Inputs(new Poison()).ShouldContain("[message threw");

    [Fact]
    public void SetInputs_ConverterThatThrowsMidway_LosesOnlyItself() =>
        Inputs(new { a = 1, bad = new Half(), c = 3 }).ShouldBe("""{"a":1,"bad":"[threw FormatException]","c":3}""");

    private static string Inputs(object? value)
    {
        using var span = Mlflow.StartSpan("json");
        span.SetInputs(value);
        return span.Activity!.GetTagItem(MlflowKeys.SpanInputs).ShouldBeOfType<string>();
    }

    private static void ShouldBeCut(string text)
    {
        Encoding.UTF8.GetByteCount(text).ShouldBeInRange(MaxBytes / 8, MaxBytes);
        text.ShouldContain("[truncated]");
        JsonDocument.Parse(text).Dispose();
    }

    private static string Normal(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        yield return 2;
        throw new TimeoutException();
    }

    private static ExpandoObject Expando()
    {
        dynamic value = new ExpandoObject();
        value.x = 1;
        return value;
    }

    private sealed record Point(int X, [property: JsonPropertyName("renamed")] string? Y);

    private sealed class Poisonous
    {
        public int Before => 1;

        public int Bad => throw new InvalidTimeZoneException("private text");

        public int After => 2;
    }

    private sealed class Node
    {
        public string? Name { get; set; }

        public Node? Next { get; set; }
    }

    private sealed class WithSpan
    {
        public string Name => "n";

        public ReadOnlySpan<char> Text => Name;
    }

    private sealed class WithConverter
    {
        [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
        public DayOfWeek Day => DayOfWeek.Monday;

        public int Hidden => 1;
    }

    private sealed class WithIgnored
    {
        public int Kept => 1;

        [JsonIgnore]
        public int Secret => 2;

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Missing => null;
    }

    private sealed class WithExtension
    {
        public int A => 1;

        [JsonExtensionData]
        public Dictionary<string, object> More { get; } = new() { ["extra"] = "x" };
    }

    private sealed class Tracing
    {
        public int A => 1;

        public string B
        {
            get
            {
                using var span = Mlflow.StartSpan("getter", inputs: new { deep = "x" });
                return "inner";
            }
        }

        public int C => 3;
    }

    private sealed class Untouchable : IAsyncEnumerable<int>
    {
        public bool Touched { get; private set; }

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            Touched = true;
            throw new NotSupportedException();
        }
    }

    private sealed class Changing : Dictionary<string, int>, IEnumerable, IDictionary
    {
        IDictionaryEnumerator IDictionary.GetEnumerator()
        {
            Add("a", 1);
            var entries = ((IDictionary)new Dictionary<string, int>(this)).GetEnumerator();
            return new Failing(entries);
        }

        private sealed class Failing(IDictionaryEnumerator inner) : IDictionaryEnumerator
        {
            public DictionaryEntry Entry => inner.Entry;

            public object Key => inner.Key;

            public object? Value => inner.Value;

            public object Current => inner.Entry;

            public bool MoveNext() => inner.MoveNext() ? true : throw new InvalidOperationException("changed");

            public void Reset() => inner.Reset();
        }
    }

    private sealed class Poison : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }

    [JsonConverter(typeof(LengthyConverter))]
    private sealed class Lengthy;

    private sealed class LengthyConverter : JsonConverter<Lengthy>
    {
        public override Lengthy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Lengthy value, JsonSerializerOptions options) => writer.WriteStringValue(new string('x', 1_000_000));
    }

    [JsonConverter(typeof(HalfConverter))]
    private sealed class Half;

    private sealed class HalfConverter : JsonConverter<Half>
    {
        public override Half Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Half value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("written", 1);
            throw new FormatException();
        }
    }
}
