using System.Globalization;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Where a store on ClickHouse is, read from <c>clickhouse:http://USER:PASSWORD@HOST:PORT/DATABASE?catalog=…&amp;cluster=…</c>.</summary>
internal sealed class ClickHouseAddress
{
    private const string Prefix = "clickhouse:";
    private const string Form = "clickhouse:http://USER:PASSWORD@HOST:8123/DATABASE, with https:// where the server has TLS";
    private const int DefaultTimeoutSeconds = 60;

    // ClickHouse's own asynchronous inserts wait 50 to 200 ms.
    private const int DefaultGatherMilliseconds = 100;

    private ClickHouseAddress(Uri endpoint, string database, string user, string password)
    {
        Endpoint = endpoint;
        Database = database;
        User = user;
        Password = password;
        IsCompressed = !endpoint.IsLoopback;
    }

    /// <summary>Gets the address of the HTTP interface, without database and user.</summary>
    public Uri Endpoint { get; }

    public string Database { get; }

    public string User { get; }

    public string Password { get; }

    /// <summary>Gets the address of the store that keeps experiments, runs and turns; null for a SQLite file beside the server.</summary>
    public string? Catalog { get; private set; }

    /// <summary>Gets the cluster that the tables are made on; null for a single server.</summary>
    public string? Cluster { get; private set; }

    /// <summary>Gets how many replicas must have a write before it is acknowledged: a number, or <c>auto</c> for the majority, as on a cluster that names none; null for what the server is set to.</summary>
    public string? Quorum { get; private set; }

    /// <summary>Gets whether answers without the traces of a shard that does not answer are given, marked, rather than refused.</summary>
    public bool AllowsPartial { get; private set; }

    /// <summary>Gets whether what goes over the wire is compressed; so by default unless the server is on this machine.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Gets how long a statement may take.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);

    /// <summary>Gets how far apart groups of writes begin, so that they gather what comes meanwhile.</summary>
    public TimeSpan Gather { get; private set; } = TimeSpan.FromMilliseconds(DefaultGatherMilliseconds);

    /// <summary>Gets the address without user and password.</summary>
    public string Description => $"{Prefix}{Endpoint.Scheme}://{Endpoint.Authority}/{Database}";

    /// <summary>Gets whether text looks like the address of a store on ClickHouse.</summary>
    public static bool IsMeant(string address) => address.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It cannot be read. The message says why, without the address: that may hold a password.</exception>
    public static ClickHouseAddress Parse(string address)
    {
        if (!Uri.TryCreate(address[Prefix.Length..], UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw NotUnderstood("it is no http or https address");
        }

        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (database.Length == 0 || database.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            throw NotUnderstood("it names no database, or one with other characters than letters, digits, _ and -");
        }

        var user = uri.UserInfo.Split(':', 2);
        var parsed = new ClickHouseAddress(
            new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority + "/"),
            database,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "default",
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : string.Empty);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var name, var text] ? (name, Uri.UnescapeDataString(text)) : (pair, string.Empty);
            parsed.Set(key, value);
        }

        if (parsed is { Cluster: not null, Catalog: null })
        {
            throw NotUnderstood("a cluster needs catalog=postgresql://…, which all servers share (experiments, runs, and turns of changes)");
        }

        // On a cluster an acknowledgement outlives a server, unless it is said otherwise.
        parsed.Quorum ??= parsed.Cluster is null ? null : "auto";
        return parsed;
    }

    public override string ToString() => Description;

    private static StoreException NotUnderstood(string why) =>
        new($"The address of the ClickHouse store is not understood: {why}. Use {Form}; what may follow is ?catalog=…&cluster=…&quorum=…&partial=…&timeout=…&compress=…&gather=….");

    private void Set(string key, string value)
    {
        switch (key)
        {
            case "catalog":
                Catalog = IsMeant(value) ? throw NotUnderstood("catalog is to be sqlite:… or postgresql://…")
                    : TraceStores.FindFault(value) is { } fault ? throw NotUnderstood($"catalog: {fault}") : value;
                break;
            case "cluster" when value.Length > 0 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'):
                Cluster = value;
                break;
            case "quorum" when value == "auto" || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas) && replicas > 0):
                Quorum = value;
                break;
            case "partial" when value is "refuse" or "mark":
                AllowsPartial = value == "mark";
                break;
            case "timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600:
                Timeout = TimeSpan.FromSeconds(seconds);
                break;
            case "compress" when value is "on" or "off":
                IsCompressed = value == "on";
                break;
            case "gather" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= 10_000:
                Gather = TimeSpan.FromMilliseconds(milliseconds);
                break;
            case "cluster" or "quorum" or "partial" or "timeout" or "compress" or "gather":
                throw NotUnderstood($"the value of {key} is none that it takes (cluster=NAME, quorum=NUMBER|auto, partial=refuse|mark, timeout=SECONDS, compress=on|off, gather=MILLISECONDS)");
            default:
                throw NotUnderstood($"the option '{key}' is not known");
        }
    }
}
