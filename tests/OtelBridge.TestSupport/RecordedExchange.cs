using System.Text.Json;

namespace OtelBridge.TestSupport;

/// <summary>One exchange of a real client with MLflow's own server, from <c>tests/fixtures</c>; the format is in the README there.</summary>
/// <param name="Name">Scenario and position, e.g. <c>trace_nested:4</c>.</param>
/// <param name="Request">What the client sent.</param>
/// <param name="Response">What the server answered.</param>
public sealed record RecordedExchange(string Name, JsonElement Request, JsonElement Response)
{
    /// <summary>Every exchange of a scenario, in order.</summary>
    public static IEnumerable<RecordedExchange> Read(string scenario) =>
        from line in File.ReadLines(RepositoryFolder.File("tests", "fixtures", "mlflow-3.6", scenario + ".jsonl"))
        let exchange = JsonDocument.Parse(line).RootElement
        select new RecordedExchange($"{scenario}:{exchange.GetProperty("n")}", exchange.GetProperty("request"), exchange.GetProperty("response"));

    /// <summary>The names of all scenarios.</summary>
    public static IEnumerable<string> Scenarios =>
        Directory.GetFiles(RepositoryFolder.File("tests", "fixtures", "mlflow-3.6"), "*.jsonl").Select(Path.GetFileNameWithoutExtension).Order()!;
}
