using System.Collections;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tests.Tracing.Json;

/// <summary>Values that fail while they are read, at every place where that can happen: the text stays JSON and inside its bound.</summary>
public sealed class BrokenValueTests
{
    private const int MaxBytes = 1024;

    [Fact]
    public void DisposedDocument_InsideAnObject_LosesOnlyItself() =>
        Text(new object[] { new { a = 1, b = Disposed(), c = 2 }, 3 })
            .ShouldBe("""[{"a":1,"b":"[threw ObjectDisposedException]","c":2},3]""");

    [Fact]
    public void DisposedElement_InsideADictionary_LosesOnlyItself() =>
        Text(new Dictionary<string, object> { ["a"] = new { b = Disposed() }, ["c"] = Disposed(), ["d"] = 1 })
            .ShouldBe("""{"a":{"b":"[threw ObjectDisposedException]"},"c":"[threw ObjectDisposedException]","d":1}""");

    [Fact]
    public void DictionaryWhoseValueThrows_LeavesNoKeyAlone() =>
        Text(new object[] { new Treacherous(), 1 }).ShouldBe("""[{"[error]":"[threw InvalidOperationException]"},1]""");

    [Fact]
    public void DeepNode_InsideDeepArrays_EndsInAMark()
    {
        JsonNode node = 1;
        for (var i = 0; i < 100; i++)
        {
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        }

        object value = node;
        for (var i = 0; i < 30; i++)
        {
            value = new[] { value };
        }

        Text(value).ShouldContain("[too deep]");
    }

    [Theory]
    [InlineData("two")]
    [InlineData("junk")]
    [InlineData("open")]
    [InlineData("deep")]
    public void ConverterThatWritesNoJson_LosesOnlyItself(string fault)
    {
        object value = new Faulty(fault);

        Text(new[] { value, 1 }).ShouldMatch("""^\["\[threw \w+\]",1\]$""");
    }

    [Fact]
    public void ConverterAtTheDeepestLevel_AddsNoLevel()
    {
        object value = new Faulty("array");
        for (var i = 0; i < 64; i++)
        {
            value = new[] { value };
        }

        Text(value).ShouldContain("[too deep]");
    }

    [Fact]
    public void EveryLevelCutAtTheBound_StaysInsideIt() => Text(new Endless()).ShouldContain("[truncated]");

    [Fact]
    public void BigInteger_IsItsDigits() => Text(new { n = BigInteger.Pow(10, 30) }).ShouldBe("""{"n":1000000000000000000000000000000}""");

    [Fact]
    public void BigInteger_OfManyDigits_IsAMark() => Text(BigInteger.Pow(10, 100_000)).ShouldBe("\"…[truncated]\"");

    [Fact]
    public void RandomGraphs_AtRandomBounds_AreAlwaysJson()
    {
        var random = new Random(20_26);
        for (var i = 0; i < 2_000; i++)
        {
            Text(Random(random, 0), random.Next(MaxBytes, 5 * MaxBytes));
        }
    }

    private static object? Random(Random random, int depth) => random.Next(depth > 6 ? 7 : 12) switch
    {
        0 => random.NextInt64(),
        1 => new string((char)random.Next(32, 0xFFFF), random.Next(400)),
        2 => null,
        3 => new byte[random.Next(300)],
        4 => Disposed(),
        5 => new Faulty(random.Next(2) == 0 ? "array" : "junk"),
        6 => JsonNode.Parse("""{"a":[1,2,"x"],"b":{}}"""),
        7 => Enumerable.Range(0, random.Next(8)).Select(_ => Random(random, depth + 1)).ToList(),
        8 => Enumerable.Range(0, random.Next(8)).ToDictionary(i => $"{i}{new string('k', random.Next(50))}", _ => Random(random, depth + 1)),
        9 => new { a = Random(random, depth + 1), b = Random(random, depth + 1) },
        10 => (Random(random, depth + 1), new Treacherous()),
        _ => new Endless(),
    };

    private static JsonElement Disposed()
    {
        using var document = JsonDocument.Parse("""{"a":[1]}""");
        return document.RootElement;
    }

    /// <summary>The text, after checking that it is JSON for a reader with default settings and inside the bound.</summary>
    private static string Text(object? value, int maxBytes = MaxBytes)
    {
        var text = JsonText.Of(value, new ContentSettings(null, maxBytes));
        Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(maxBytes);
        JsonDocument.Parse(text).Dispose();
        return text;
    }

    private sealed class Endless
    {
        public Endless Left => new();

        public Endless Right => new();
    }

    private sealed class Treacherous : Hashtable, IDictionary
    {
        IDictionaryEnumerator IDictionary.GetEnumerator() => new Enumerator();

        private sealed class Enumerator : IDictionaryEnumerator
        {
            public DictionaryEntry Entry => throw new InvalidOperationException();

            public object Key => "key";

            public object Value => throw new InvalidOperationException();

            public object Current => Entry;

            public bool MoveNext() => true;

            public void Reset()
            {
            }
        }
    }

    [JsonConverter(typeof(FaultyConverter))]
    private sealed record Faulty(string Fault);

    private sealed class FaultyConverter : JsonConverter<Faulty>
    {
        public override Faulty Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Faulty value, JsonSerializerOptions options)
        {
            switch (value.Fault)
            {
                case "two":
                    writer.WriteNumberValue(1);
                    writer.WriteNumberValue(2);
                    break;
                case "junk":
                    writer.WriteRawValue("{junk", skipInputValidation: true);
                    break;
                case "open":
                    writer.WriteStartObject();
                    writer.WriteEndArray();
                    break;
                default:
                    Nest(writer, value.Fault == "deep" ? 100 : 1);
                    break;
            }
        }

        private static void Nest(Utf8JsonWriter writer, int levels)
        {
            for (var i = 0; i < levels; i++)
            {
                writer.WriteStartArray();
            }

            for (var i = 0; i < levels; i++)
            {
                writer.WriteEndArray();
            }
        }
    }
}
