using System.Text;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>Who a client says it is: headers of ClickHouse, Basic, or the URL; else the user default.</summary>
internal sealed record Credentials(string User, string Password)
{
    public static Credentials Read(HttpRequest request, IReadOnlyDictionary<string, string> values)
    {
        if (request.Headers.TryGetValue("X-ClickHouse-User", out var user))
        {
            return new Credentials(user.ToString(), request.Headers["X-ClickHouse-Key"].ToString());
        }

        if (request.Headers.Authorization.ToString() is var header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            return new Credentials(pair[0], pair[^1]);
        }

        return new Credentials(values.GetValueOrDefault("user", "default"), values.GetValueOrDefault("password", string.Empty));
    }
}
