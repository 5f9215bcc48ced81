using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OtelBridge.Attributes;

namespace OtelBridge.Tests.Tracing.Json;

public sealed partial class UserContractTests
{
    [Fact]
    public void SetInputs_NamingPolicyOfTheUser_IsFollowed()
    {
        var text = Inputs(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull }, new { UserName = "a", Other = (string?)null });

        text.ShouldBe("""{"user_name":"a"}""");
    }

    [Fact]
    public void SetInputs_ConverterOfTheUser_IsFollowed()
    {
        var text = Inputs(new JsonSerializerOptions { Converters = { new SecretConverter() } }, new { s = new Secret("key") });

        text.ShouldBe("""{"s":"***"}""");
    }

    [Fact]
    public void SetInputs_GeneratedContracts_AreUsedAndOthersFallBack()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = Generated.Default };

        Inputs(options, new Known(1)).ShouldBe("""{"number":1}""");
        Inputs(options, new { unknown = new Known(2) }).ShouldBe("""{"unknown":{"number":2}}""");
    }

    [Fact]
    public void SetInputs_ResolverOfTheUserThrows_FallsBack()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new ThrowingResolver() };

        Inputs(options, new[] { new { a = 1 } }).ShouldBe("""[{"a":1}]""");
    }

    private static string Inputs(JsonSerializerOptions options, object value)
    {
        using var tracing = MlflowTracing.Init(o => o.JsonSerializerOptions = options, Traced.Configuration(("Mlflow:Export", "None")));
        using var span = Mlflow.StartSpan("json", inputs: value);
        return span.Activity!.GetTagItem(MlflowKeys.SpanInputs).ShouldBeOfType<string>();
    }

    internal sealed record Secret(string Value);

    internal sealed record Known([property: JsonPropertyName("number")] int Value);

    private sealed class ThrowingResolver : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => throw new TypeLoadException();
    }

    private sealed class SecretConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue("***");
    }

    [JsonSerializable(typeof(Known))]
    internal sealed partial class Generated : JsonSerializerContext;
}
