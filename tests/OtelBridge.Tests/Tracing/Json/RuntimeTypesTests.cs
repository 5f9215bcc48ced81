using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tests.Tracing.Json;

/// <summary>Types of the runtime whose members are no help, are dangerous, or have an effect.</summary>
public sealed class RuntimeTypesTests
{
    private static readonly ContentSettings Settings = new(null, ContentSettings.DefaultMaxBytes);

    [Flags]
    private enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    public static TheoryData<string> Names => [.. Values.Keys];

    private static Dictionary<string, (object? Value, string Json)> Values { get; } = new()
    {
        ["half"] = ((Half)0.1, "0.1"),
        ["half nan"] = (Half.NaN, "\"NaN\""),
        ["int128"] = (Int128.MinValue, "-170141183460469231731687303715884105728"),
        ["uint128"] = (UInt128.MaxValue, "340282366920938463463374607431768211455"),
        ["big"] = (BigInteger.MinusOne, "-1"),
        ["date"] = (new DateOnly(2026, 1, 2), "\"2026-01-02\""),
        ["time"] = (new TimeOnly(3, 4, 5), "\"03:04:05\""),
        ["minus infinity"] = (double.NegativeInfinity, "\"-Infinity\""),
        ["float nan"] = (new[] { float.NaN, 1f }, "[\"NaN\",1]"),
        ["dbnull"] = (new { v = DBNull.Value }, """{"v":null}"""),
        ["flags"] = (Rights.Read | Rights.Write, "\"Read, Write\""),
        ["unnamed enum"] = ((DayOfWeek)42, "\"42\""),
        ["memory of bytes"] = (new Memory<byte>([1, 2, 3]), "\"AQID\""),
        ["read-only memory of bytes"] = (new ReadOnlyMemory<byte>([1, 2, 3]), "\"AQID\""),
        ["segment of bytes"] = (new ArraySegment<byte>([0, 1, 2, 3], 1, 3), "\"AQID\""),
        ["memory of characters"] = ("abc".AsMemory(1), "\"bc\""),
        ["memory of numbers"] = (new ReadOnlyMemory<int>([1, 2]), "[1,2]"),
        ["builder"] = (new StringBuilder("a\"b"), "\"a\\\"b\""),
        ["address"] = (IPAddress.Loopback, "\"127.0.0.1\""),
        ["endpoint"] = (new IPEndPoint(IPAddress.IPv6Loopback, 80), "\"[::1]:80\""),
        ["culture"] = (CultureInfo.InvariantCulture, "\"\""),
        ["encoding"] = (Encoding.UTF8, "\"utf-8\""),
        ["regex"] = (new Regex("a+"), "\"a\\u002B\""),
        ["version"] = (new Version(1, 2), "\"1.2\""),
        ["relative address"] = (new Uri("a/b", UriKind.Relative), "\"a/b\""),
        ["file"] = (new FileInfo("none.txt"), "\"none.txt\""),
        ["index"] = (^1, "\"^1\""),
        ["range"] = (1..3, "\"1..3\""),
        ["xml element"] = (XElement.Parse("<a><b/></a>"), "\"<a>\\n  <b />\\n</a>\""),
        ["xml node"] = (Xml("<a><b/></a>"), "\"<a><b /></a>\""),
        ["table"] = (Table(), """[{"name":"a","count":1},{"name":null,"count":2}]"""),
        ["row"] = (Table().Rows[0], """{"name":"a","count":1}"""),
        ["view"] = (Table().DefaultView, """[{"name":"a","count":1},{"name":null,"count":2}]"""),
        ["reader"] = (new DataTableReader(Table()), "\"System.Data.DataTableReader\""),
        ["lazy unmade"] = (new Lazy<int>(() => throw new InvalidOperationException("made")), "\"[not loaded]\""),
        ["lazy made"] = (new Lazy<int[]>([1]), "[1]"),
        ["credentials"] = (new NetworkCredential("u", "secret"), "\"System.Net.NetworkCredential\""),
        ["task with a result"] = (Task.FromResult(1), "\"System.Threading.Tasks.Task`1[System.Int32]\""),
        ["value task"] = (new ValueTask<int>(1), "\"System.Threading.Tasks.ValueTask`1[System.Int32]\""),
        ["function"] = ((Func<int, int>)(x => x), "\"System.Func`2[System.Int32,System.Int32]\""),
        ["generic type"] = (typeof(List<>), "\"System.Collections.Generic.List`1[T]\""),
        ["document"] = (JsonDocument.Parse("""{"a":1}"""), """{"a":1}"""),
        ["undefined element"] = (default(JsonElement), "null"),
        ["node of an object"] = (JsonValue.Create(new Dictionary<string, int> { ["a"] = 1 }), """{"a":1}"""),
        ["nested tuple"] = ((1, (2, "x"), Tuple.Create(3)), """[1,[2,"x"],[3]]"""),
        ["long tuple"] = ((1, 2, 3, 4, 5, 6, 7, 8, 9), "[1,2,3,4,5,6,7,8,9]"),
        ["pair"] = (KeyValuePair.Create("k", 1), """{"Key":"k","Value":1}"""),
        ["aggregate"] = (new AggregateException("all", new TimeoutException("one")), """{"type":"System.AggregateException","message":"all (one)","innerException":{"type":"System.TimeoutException","message":"one"}}"""),
        ["keys"] = (new Dictionary<object, object?> { [1.5] = 1, [(1, 2)] = 2, [Guid.Empty] = 3, [DayOfWeek.Friday] = null }, """{"1.5":1,"(1, 2)":2,"00000000-0000-0000-0000-000000000000":3,"Friday":null}"""),
        ["lone surrogates in keys"] = (new Dictionary<string, int> { ["a\ud83d"] = 1 }, "{\"a\ufffd\":1}"),
        ["multi-dimensional"] = (new[,] { { 1, 2 }, { 3, 4 } }, "[[1,2],[3,4]]"),
        ["ref property"] = (new ByRef(), """{"Name":"n"}"""),
        ["read-only set"] = (new HashSet<string> { "a" }, "[\"a\"]"),
        ["queue"] = (new Queue<int>([1, 2]), "[1,2]"),
        ["lookup"] = (new[] { 1, 2 }.ToLookup(i => i % 2), "[[1],[2]]"),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsWhatAReaderKnowsItBy(string name)
    {
        var (value, json) = Values[name];

        var text = JsonText.Of(value, Settings);

        Normal(text).ShouldBe(Normal(json));
    }

    [Fact]
    public void Tables_OfASet_AreWritten()
    {
        using var set = new DataSet();
        set.Tables.Add(Table());

        JsonText.Of(set, Settings).ShouldBe("""[[{"name":"a","count":1},{"name":null,"count":2}]]""");
    }

    [Fact]
    public void DeletedRow_LosesOnlyItself()
    {
        var table = Table();
        table.AcceptChanges();
        table.Rows[0].Delete();

        JsonText.Of(table, Settings).ShouldBe("""["[threw DeletedRowInaccessibleException]",{"name":null,"count":2}]""");
    }

    [Fact]
    public void ConsumingSequence_IsNotConsumed()
    {
        using var queue = new BlockingCollection<int> { 1, 2 };

        JsonText.Of(queue.GetConsumingEnumerable(), Settings).ShouldContain("BlockingCollection");

        queue.Count.ShouldBe(2);
        JsonText.Of(queue, Settings).ShouldBe("[1,2]");
    }

    [Fact]
    public void HugeBuilder_IsCut() =>
        JsonText.Of(new StringBuilder().Append('x', 50_000_000), Settings).Length.ShouldBeLessThanOrEqualTo(ContentSettings.DefaultMaxBytes);

    [Fact]
    public void ConverterOfTheUser_ComesBeforeEverythingOfOurs()
    {
        var settings = new ContentSettings(new JsonSerializerOptions { Converters = { new Masked(), new LengthOnly() } }, 4096);

        JsonText.Of(new { text = "secret", stream = new MemoryStream([1, 2]), number = 1, list = new[] { "s" } }, settings)
            .ShouldBe("""{"text":"***","stream":2,"number":1,"list":["***"]}""");
    }

    private static string Normal(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static XmlElement Xml(string text)
    {
        var document = new XmlDocument();
        document.LoadXml(text);
        return document.DocumentElement!;
    }

    private static DataTable Table()
    {
        var table = new DataTable { Columns = { { "name", typeof(string) }, { "count", typeof(int) } } };
        table.Rows.Add("a", 1);
        table.Rows.Add(DBNull.Value, 2);
        return table;
    }

    private sealed class ByRef
    {
        private int _value;

        public string Name => "n";

        public ref int Value => ref _value;
    }

    private sealed class Masked : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue("***");
    }

    private sealed class LengthOnly : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Length);
    }
}
