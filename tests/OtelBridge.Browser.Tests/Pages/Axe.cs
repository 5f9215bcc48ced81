using System.Text;
using System.Text.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Pages;

/// <summary>axe-core in the page: what keeps people with screen readers, keyboards or weak eyes from using it.</summary>
internal static class Axe
{
    private const int NodesNamed = 5;

    private static readonly Lazy<string> Script = new(static () =>
    {
        var file = RepositoryFolder.File("tests", "OtelBridge.Browser.Tests", "node", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(file)
            ? File.ReadAllText(file)
            : throw new InvalidOperationException($"axe-core is missing: run 'bash tests/run.sh', or 'npm ci' in {Path.GetFullPath(Path.Combine(file, "../../.."))}.");
    });

    /// <summary>Every violation as a line for people; empty when there is none.</summary>
    public static async Task<string> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }

        var json = await page.EvaluateAsync<string>("""
            async () => JSON.stringify((await axe.run(document, { resultTypes: ['violations'] })).violations.map(violation => ({
              id: violation.id, help: violation.help,
              nodes: violation.nodes.map(node => `${node.target.join(' ')} | ${node.failureSummary.split('\n').slice(1).join(';').trim()} | ${node.html.slice(0, 160)}`),
            })))
            """);
        var report = new StringBuilder();
        using var violations = JsonDocument.Parse(json);
        foreach (var violation in violations.RootElement.EnumerateArray())
        {
            var nodes = violation.GetProperty("nodes").EnumerateArray().Select(static node => node.GetString()).ToList();
            report.AppendLine($"  {violation.GetProperty("id")}: {violation.GetProperty("help")} ({nodes.Count})");
            foreach (var node in nodes.Take(NodesNamed))
            {
                report.AppendLine($"    {node}");
            }
        }

        return report.ToString();
    }
}
