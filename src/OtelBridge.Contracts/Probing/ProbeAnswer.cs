using System.Text;
using OtelBridge.Attributes;

namespace OtelBridge.Probing;

/// <summary>What came back over HTTP.</summary>
internal sealed class ProbeAnswer
{
    public ProbeAnswer(HttpResponseMessage response, ReadOnlySpan<byte> body = default)
    {
        Status = (int)response.StatusCode;
        MediaType = response.Content.Headers.ContentType?.MediaType ?? string.Empty;
        Location = response.Headers.Location is { } location ? location.IsAbsoluteUri ? ProbeTarget.Show(location) : location.OriginalString.Split('?')[0] : null;
        Date = response.Headers.Date;
        Challenge = string.Join(", ", response.Headers.WwwAuthenticate.Select(static c => c.Scheme));
        IsOtelBridge = response.Headers.Contains(MlflowKeys.ServerHeader);
        Text = Encoding.UTF8.GetString(body);
    }

    public int Status { get; }

    public string MediaType { get; }

    /// <summary>Where a redirect leads, without its query.</summary>
    public string? Location { get; }

    /// <summary>The clock of the server.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The ways to sign in that the server names.</summary>
    public string Challenge { get; }

    /// <summary>Whether the server says that it is ours.</summary>
    public bool IsOtelBridge { get; }

    public string Text { get; }
}
