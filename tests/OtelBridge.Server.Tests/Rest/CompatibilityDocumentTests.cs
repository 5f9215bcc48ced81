using System.Text.RegularExpressions;
using OtelBridge.Server.Rest;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>docs/mlflow-compatibility.md lists every endpoint that is served, each with a test that exists.</summary>
public sealed partial class CompatibilityDocumentTests
{
    private static readonly string[] AtTheRoot = ["GET /health", "GET /version", "POST /v1/traces"];

    private static readonly string[] Lines = File.ReadAllLines(RepositoryFolder.File("docs", "mlflow-compatibility.md"));

    [Fact]
    public void Endpoints_OfTheDocument_AreThoseOfTheServer()
    {
        var documented = Lines.Select(line => EndpointRow().Match(line)).Where(row => row.Success)
            .Select(row => $"{row.Groups["method"].Value} {row.Groups["path"].Value}").ToList();

        documented.Order().ShouldBe(RestEndpoints.All.Select(endpoint => $"{endpoint.Method} {endpoint.Path}").Concat(AtTheRoot).Order());
    }

    [Fact]
    public void Tables_OfTheDocument_LeaveNoTestBlank()
    {
        var rows = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).ToList();

        rows.Count.ShouldBeGreaterThan(100);
        rows.Where(row => row.TrimEnd('|', ' ').Length != row.TrimEnd().Length - 2).ShouldBeEmpty();
    }

    [Fact]
    public void Tests_NamedByTheDocument_Exist()
    {
        var sources = Directory.EnumerateFiles(RepositoryFolder.File("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var named = Lines.SelectMany(line => TestName().Matches(line)).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(15);
        named.Where(test => !sources[test.Class].Any(text => text.Contains($" {test.Method}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Scenarios_NamedByTheDocument_AreRecorded()
    {
        var named = Lines.Where(line => line.Contains("replay", StringComparison.Ordinal))
            .SelectMany(line => Scenario().Matches(line[line.IndexOf("replay", StringComparison.Ordinal)..])).Select(match => match.Groups[1].Value).Distinct();

        named.Except(RecordedExchange.Scenarios).ShouldBeEmpty();
    }

    // | GET | `/3.0/mlflow/traces/get` | …
    [GeneratedRegex(@"^\| (?<method>GET|POST|PUT|PATCH|DELETE) \| `(?<path>[^`]+)` \|")]
    private static partial Regex EndpointRow();

    // `SomeTests.Subject_Condition_Outcome`
    [GeneratedRegex(@"`(?<class>\w+(?:Tests|Suite))\.(?<method>\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Scenario();
}
