using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>The ids that the recorded server chose, and those that ours chose in their place.</summary>
internal sealed class IdMap
{
    private readonly Dictionary<string, string> _ids = []; // bounded by the ids of one scenario

    /// <summary>Learns what an exchange brought: README of the recordings, key <c>new</c>.</summary>
    public void Learn(JsonElement exchange, JsonElement? answer)
    {
        if (answer is not { } body || !exchange.TryGetProperty("new", out var news))
        {
            return;
        }

        foreach (var id in news.EnumerateArray())
        {
            if (Find(body, id.GetProperty("at").GetString()!) is { } found)
            {
                _ids[id.GetProperty("value").GetString()!] = found;
            }
        }
    }

    /// <summary>Puts our ids in the place of the recorded ones; those of experiments, short numbers, only where one stands.</summary>
    public string Apply(string text)
    {
        foreach (var (recorded, ours) in _ids.Where(static id => id.Key != id.Value))
        {
            text = long.TryParse(recorded, out _)
                ? Regex.Replace(text, $"(?<=experiment_ids?=|\"experiment_id\": ?\"|mlflow-artifacts:/){recorded}(?![0-9])", ours)
                : text.Replace(recorded, ours, StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(recorded), Uri.EscapeDataString(ours), StringComparison.Ordinal);
        }

        return text;
    }

    private static string? Find(JsonElement body, string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1))
        {
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(part, out body))
            {
                return null;
            }
        }

        return body.ToString();
    }
}
