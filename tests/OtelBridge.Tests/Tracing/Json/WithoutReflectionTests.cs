using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tests.Tracing.Json;

/// <summary>What a native program gets, where System.Text.Json has no reflection: all that needs no contract, and the contracts it brings.</summary>
public sealed partial class WithoutReflectionTests
{
    public static TheoryData<string> Names => [.. Values.Keys];

    private static Dictionary<string, (object? Value, string Json)> Values { get; } = new()
    {
        ["text"] = ("a", "\"a\""),
        ["dictionary"] = (new Dictionary<string, object?> { ["a"] = 1, ["b"] = new[] { "x" } }, """{"a":1,"b":["x"]}"""),
        ["other keys"] = (new Dictionary<int, string> { [1] = "x" }, """{"1":"x"}"""),
        ["hashtable"] = (new Hashtable { ["k"] = DayOfWeek.Friday }, """{"k":"Friday"}"""),
        ["read-only pairs"] = (new[] { KeyValuePair.Create("a", (object?)1) }.ToDictionary().AsReadOnly(), """{"a":1}"""),
        ["list"] = (new List<object?> { 1, null, new List<int> { 2 } }, "[1,null,[2]]"),
        ["tuple"] = ((1, "a"), """[1,"a"]"""),
        ["node"] = (JsonNode.Parse("""{"a":[1.5,true,"x"]}"""), """{"a":[1.5,true,"x"]}"""),
        ["element"] = (JsonDocument.Parse("""{"a":[1]}""").RootElement, """{"a":[1]}"""),
        ["times"] = (new object[] { new DateOnly(2026, 1, 2), new TimeOnly(1, 2), Guid.Empty, new Uri("http://a/") }, """["2026-01-02","01:02:00","00000000-0000-0000-0000-000000000000","http://a/"]"""),
        ["own type"] = (new Unknown(1), $"\"{typeof(Unknown).FullName}\""),
        ["own type in a list"] = (new[] { new Unknown(1) }, $"[\"{typeof(Unknown).FullName}\"]"),
        ["own type with a contract"] = (new Known(1), """{"number":1}"""),
        ["own type with a contract in a dictionary"] = (new Dictionary<string, Known> { ["a"] = new(1) }, """{"a":{"number":1}}"""),
        ["exception"] = (new TimeoutException("m"), """{"type":"System.TimeoutException","message":"m"}"""),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsReadAsFarAsItCanBe(string name)
    {
        var (value, json) = Values[name];
        var shapes = new TypeShapes(new JsonSerializerOptions { TypeInfoResolver = Contracts.Default }, reflection: null);

        JsonText.Of(value, new ContentSettings(null, 4096, shapes: shapes)).ShouldBe(json);
    }

    internal sealed record Known([property: JsonPropertyName("number")] int Value);

    private sealed record Unknown(int Value);

    [JsonSerializable(typeof(Known))]
    internal sealed partial class Contracts : JsonSerializerContext;
}
