using System.Globalization;

namespace OtelBridge.Chaos.Processes;

/// <summary>The numbers of <c>/metrics</c>.</summary>
internal static class ScrapedMetrics
{
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(HttpClient http, CancellationToken cancellationToken = default)
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').Select(static line => line.Split(' '))
            .ToDictionary(static parts => parts[0], static parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
