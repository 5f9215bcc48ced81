using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OtelBridge.Server.Rest;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>The table of endpoints as a whole: where they are, and where they are not.</summary>
public sealed class RestEndpointsTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public void Endpoints_Listed_AreOnceEach() =>
        RestEndpoints.All.Select(static row => (row.Method, row.Path)).ShouldBeUnique();

    [Fact]
    public async Task Paths_WithMethodsTheyDoNotHave_Answer405AndSayWhichTheyHave()
    {
        await using var server = await ServerUnderTest.StartAsync();
        foreach (var path in RestEndpoints.All.GroupBy(static row => row.Path))
        {
            var known = path.Select(static row => row.Method).Order(StringComparer.Ordinal).ToList();
            foreach (var method in Methods.Except(known))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), "/ajax-api" + Filled(path.Key));
                using var response = await server.Http.SendAsync(request);

                response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, $"{method} {path.Key}");
                response.Content.Headers.Allow.ShouldBe(known);
            }
        }
    }

    [Fact]
    public async Task Endpoints_OfBothPrefixes_Answer()
    {
        await using var server = await ServerUnderTest.StartAsync();
        server.ExpectErrors();
        foreach (var row in RestEndpoints.All)
        {
            foreach (var prefix in row.AjaxOnly ? new[] { "/ajax-api" } : ["/api", "/ajax-api"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(row.Method), prefix + Filled(row.Path))
                {
                    Content = row.Method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json"),
                };
                using var response = await server.Http.SendAsync(request);

                var isAnswered = response.IsSuccessStatusCode || (await response.Content.ReadAsStringAsync()).Contains("error_code", StringComparison.Ordinal);
                isAnswered.ShouldBeTrue($"{row.Method} {prefix}{row.Path}: {response.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("/api/3.0/mlflow/nothing-here")]
    [InlineData("/api/9.9/mlflow/traces")]
    [InlineData("/ajax-api/3.0/mlflow/traces/tr-1/nothing")]
    [InlineData("/api/2.0/mlflow/get-trace-artifact")] // only below /ajax-api
    [InlineData("/3.0/mlflow/traces/batchGet")]
    public async Task Routes_Unknown_Answer404WithoutAnErrorCodeOfOurs(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var response = await server.Http.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task OtlpListener_AskedForTheApi_KnowsNothingOfIt()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var response = await server.OtlpHttp.GetAsync("/api/2.0/mlflow/experiments/get?experiment_id=0");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Head_OfWhatCanBeRead_AnswersWithoutABody()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var response = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/2.0/mlflow/experiments/get?experiment_id=0"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    private static string Filled(string path) => Regex.Replace(path, "{[^}]+}", "x");
}
