using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Entities;

public sealed class TraceJsonPropertyTests
{
    [Fact]
    public void FromJson_OfToJson_IsTheTrace() => Prop.ForAll(RandomTraces.Traces.ToArbitrary(), static trace =>
    {
        ShouldEqual(Trace.FromJson(trace.ToJson()), trace, "trace");
        ShouldEqual(Trace.FromJson(trace.ToJson(indented: true)), trace, "trace");
    }).ShouldHold(250);

    [Fact]
    public void FromJson_AnyBytes_ThrowsNothingElse() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static bytes => ReadsOrRefuses(bytes)).ShouldHold(2_000);

    [Fact]
    public void FromJson_DamagedTrace_ThrowsNothingElse() => Prop.ForAll(Damaged().ToArbitrary(), ReadsOrRefuses).ShouldHold(2_000);

    [Fact]
    public void FromJson_MembersOfOtherKinds_ThrowNothingElse()
    {
        string[] strange = ["null", "true", "7", "-1", "1e999", "123456789012345678901234567890", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[[]]", "[{}]", "{}", "{\"\":{}}", "[null]", "{\"value\":[]}"];
        foreach (var (_, json) in RecordedTraces.Rest().Take(40))
        {
            var text = json.GetRawText();
            foreach (var (start, length) in ValuesIn(text))
            {
                var value = strange[(start + length) % strange.Length];
                ReadsOrRefuses(Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start), value, text.AsSpan(start + length))));
            }
        }
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(100_000, false)]
    public void FromJson_DeepNesting_IsReadOrRefused(int depth, bool isRead)
    {
        var value = new string('[', depth) + new string(']', depth);
        var json = $$"""{"info":{"trace_id":"tr-1"},"data":{"spans":[{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"0123456789abcdef","events":[{"name":"e","attributes":{"deep":{{value}} } }] }] } }""";

        if (!isRead)
        {
            Should.Throw<MlflowException>(() => Trace.FromJson(json)).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
            return;
        }

        var trace = Trace.FromJson(json);
        Trace.FromJson(trace.ToJson()).Spans[0].Events[0].Attributes["deep"].GetRawText().ShouldBe(value);
    }

    [Fact]
    public void FromJson_DeepNestingInTypedValues_IsRead()
    {
        var value = string.Concat(Enumerable.Repeat("""{"array_value":{"values":[""", 64)) + """{"int_value":1}""" + string.Concat(Enumerable.Repeat("]}}", 64));
        var span = Span.FromJson($$"""{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"0123456789abcdef","attributes":[{"key":"deep","value":{{value}} }]}""");

        span.Attributes["deep"].GetRawText().ShouldBe(new string('[', 64) + "1" + new string(']', 64));
    }

    private static void ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            var trace = Trace.FromJson(bytes);

            // What is read can be written and read again.
            Trace.FromJson(trace.ToJson()).Info.TraceId.ShouldBe(trace.Info.TraceId);
        }
        catch (MlflowException e)
        {
            e.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        }
    }

    private static Gen<byte[]> Damaged() =>
        from trace in RandomTraces.Traces
        from at in Gen.Choose(0, int.MaxValue)
        from with in Gen.Elements("\"", "{", "}", "[", "]", ",", ":", "0", "\\", "\\ud83d", "NaN", "null", "-", "\u0000", "é")
        from removed in Gen.Choose(0, 3)
        select Damage(Encoding.UTF8.GetBytes(trace.ToJson()), at, Encoding.UTF8.GetBytes(with), removed);

    private static byte[] Damage(byte[] text, int at, byte[] with, int removed)
    {
        at %= text.Length;
        return [.. text[..at], .. with, .. text[Math.Min(text.Length, at + removed)..]];
    }

    /// <summary>Where values of members stand: behind each colon outside of texts that a plain value or a bracket follows.</summary>
    private static IEnumerable<(int Start, int Length)> ValuesIn(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var found = new List<(int, int)>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                found.Add((start, (int)reader.BytesConsumed - start));
            }
        }

        return Encoding.UTF8.GetByteCount(json) == json.Length ? found : [];
    }

    /// <summary>Compares all properties, down to JSON values, whose numbers may be spelled in another way.</summary>
    private static void ShouldEqual(object? actual, object? expected, string where)
    {
        switch (expected)
        {
            case JsonElement json:
                JsonElement.DeepEquals(actual.ShouldBeOfType<JsonElement>(), json).ShouldBeTrue($"{where}: {actual} is not {json}");
                break;
            case null or string or long or bool or Enum or TimeSpan or DateTimeOffset:
                actual.ShouldBe(expected, where);
                break;
            case IDictionary map:
                ((IDictionary)actual!).Count.ShouldBe(map.Count, where);
                foreach (DictionaryEntry entry in map)
                {
                    ShouldEqual(((IDictionary)actual)[entry.Key], entry.Value, $"{where}[{entry.Key}]");
                }

                break;
            case IEnumerable list:
                var items = list.Cast<object>().ToList();
                var others = ((IEnumerable)actual!).Cast<object>().ToList();
                others.Count.ShouldBe(items.Count, where);
                for (var i = 0; i < items.Count; i++)
                {
                    ShouldEqual(others[i], items[i], $"{where}[{i}]");
                }

                break;
            default:
                foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    ShouldEqual(property.GetValue(actual), property.GetValue(expected), $"{where}.{property.Name}");
                }

                break;
        }
    }
}
