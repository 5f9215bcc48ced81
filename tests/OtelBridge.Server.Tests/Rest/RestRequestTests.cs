using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>How parameters may come: what MLflow's clients of any age send is read, what cannot be read is named.</summary>
public sealed class RestRequestTests
{
    private const string Create = "/api/2.0/mlflow/experiments/create";
    private const string Search = "/api/3.0/mlflow/traces/search";

    [Theory]
    [InlineData("""{"name":"e","artifact_location":"s3://x"}""")]
    [InlineData("""{"name":"e","artifactLocation":"s3://x"}""")] // camelCase
    [InlineData("""{"name":"e","unknown":{"deeply":[1]},"tags":null}""")]
    [InlineData("""{"name":"first","name":"e"}""")]
    [InlineData(""" "{\"name\":\"e\"}" """)] // very old clients encode twice
    public async Task Body_InEveryFormThatClientsSend_IsRead(string body)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var id = (await server.OkAsync("POST", Create, body)).GetProperty("experiment_id").GetString();

        var experiment = (await server.OkAsync("GET", $"/api/2.0/mlflow/experiments/get?experiment_id={id}")).GetProperty("experiment");
        experiment.GetProperty("name").GetString().ShouldBe("e");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"name\":")]
    [InlineData("garbage")]
    [InlineData("\"garbage\"")]
    public async Task Body_ThatIsNoJson_CountsAsEmpty(string body)
    {
        await using var server = await ServerUnderTest.StartAsync();

        await server.FailsAsync("POST", Create, body, HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'name'.");
    }

    [Theory]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("5", "The body must be a JSON object.")]
    [InlineData("\"\\\"twice\\\"\"", "The body must be a JSON object.")]
    [InlineData("""{"name":5}""", "Invalid value 5 for parameter 'name' supplied: it is text.")]
    [InlineData("""{"name":["e"]}""", "Invalid value [\"e\"] for parameter 'name' supplied: it is text.")]
    [InlineData("""{"name":"\ud800"}""", "Invalid value (no valid Unicode text) for parameter 'name' supplied")]
    [InlineData("""{"name":"e","tags":{"a":"b"}}""", "Invalid value {\"a\":\"b\"} for parameter 'tags' supplied: it is a list.")]
    [InlineData("""{"name":"e","tags":["a"]}""", "Invalid value \"a\" for parameter 'tags' supplied: it is a list of keys and values.")]
    [InlineData("""{"name":"e","tags":[{"value":"v"}]}""", "Invalid value {\"value\":\"v\"} for parameter 'tags' supplied: each of its items has a key.")]
    public async Task Body_OfAnotherShape_IsRefusedWithTheParameter(string body, string message)
    {
        await using var server = await ServerUnderTest.StartAsync();

        await server.FailsAsync("POST", Create, body, HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", message);
    }

    [Theory]
    [InlineData(99, "Missing value for required parameter 'name'.")]
    [InlineData(101, "The body is nested more than 100 levels deep.")]
    [InlineData(200_000, "The body is nested more than 100 levels deep.")]
    public async Task Body_NestedDeeply_IsRefusedWhereItIsTooDeep(int depth, string message)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var body = $$"""{"a":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}} }""";

        await server.FailsAsync("POST", Create, body, HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", message);
    }

    [Theory]
    [InlineData("text/plain", "Bad Request. Content-Type must be application/json.")]
    [InlineData("application/x-www-form-urlencoded", "Bad Request. Content-Type must be application/json.")]
    [InlineData("rubbish", "Bad Request. Content-Type must be application/json.")]
    [InlineData(null, "Bad Request. Content-Type header is missing.")]
    public async Task ContentType_Other_IsRefused(string? contentType, string message)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var content = new ByteArrayContent("""{"name":"e"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await server.Http.PostAsync(Create, content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain(message);
    }

    [Fact]
    public async Task Body_InGzip_IsRead()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("""{"name":"packed"}"""u8);
        }

        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } } };
        using var response = await server.Http.PostAsync(Create, content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Body_LargerThanTheLimit_IsRefusedAndNotRepeated()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestSize = 1000);

        await server.FailsAsync("POST", Create, $$"""{"name":"{{new string('n', 2000)}}"}""", HttpStatusCode.RequestEntityTooLarge, "RESOURCE_EXHAUSTED", "The body is larger than 1000 bytes.");
    }

    [Fact]
    public async Task Requests_BeyondTheServersMemory_AreSentAwayToComeBack()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestBytesInFlight = 10);
        using var content = new StringContent("""{"name":"more than ten bytes"}""", Encoding.UTF8, "application/json");

        using var response = await server.Http.PostAsync(Create, content);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await response.Content.ReadAsStringAsync()).ShouldContain("TEMPORARILY_UNAVAILABLE");
    }

    [Theory]
    [InlineData("\"7\"", true)]
    [InlineData("7", true)]
    [InlineData("1.5", true)]
    [InlineData("null", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("501", false)]
    [InlineData("99999999999", false)]
    [InlineData("1e400", false)]
    [InlineData("true", false)]
    [InlineData("\"many\"", false)]
    [InlineData("\"NaN\"", false)]
    [InlineData("{}", false)]
    public async Task MaxResults_InEveryForm_IsTakenOrRefused(string value, bool isTaken)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (status, answer) = await server.CallAsync("POST", Search, $$"""{"locations":[{"mlflow_experiment":{"experiment_id":"0"} }],"max_results":{{value}} }""");

        status.ShouldBe(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{answer}");
        if (!isTaken)
        {
            answer.GetProperty("message").GetString()!.ShouldContain("'max_results'");
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("\"2\"")]
    [InlineData("\"DELETED_ONLY\"")]
    public async Task Enum_ByNameOrNumber_IsRead(string view)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await server.OkAsync("POST", "/api/2.0/mlflow/experiments/search", $$"""{"view_type":{{view}} }""");

        answer.TryGetProperty("experiments", out _).ShouldBeFalse("only Default is there, and it is not deleted");
    }

    [Fact]
    public async Task Get_WithoutQuery_ReadsABody()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await server.OkAsync("GET", "/api/2.0/mlflow/experiments/get", """{"experiment_id":0}""");

        answer.GetProperty("experiment").GetProperty("name").GetString().ShouldBe("Default");
    }

    [Fact]
    public async Task Query_RepeatedKeysAndPythonsBooleans_AreRead()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1));

        var batch = await server.OkAsync("GET", $"/api/3.0/mlflow/traces/batchGet?trace_ids={OtlpSamples.TraceIdText(2)}&trace_ids={OtlpSamples.TraceIdText(1)}");
        var one = await server.OkAsync("GET", $"/api/3.0/mlflow/traces/get?trace_id={OtlpSamples.TraceIdText(1)}&allow_partial=True");

        batch.GetProperty("traces").EnumerateArray().Select(static t => t.GetProperty("trace_info").GetProperty("trace_id").GetString())
            .ShouldBe([OtlpSamples.TraceIdText(2), OtlpSamples.TraceIdText(1)]);
        one.GetProperty("trace").GetProperty("spans").GetArrayLength().ShouldBe(1);
    }
}
