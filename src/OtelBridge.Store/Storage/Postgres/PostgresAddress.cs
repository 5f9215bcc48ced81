using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Where a PostgreSQL store is, read from <c>postgres:KEY=VALUE;…</c> or <c>postgresql://USER:PASSWORD@HOST:PORT/DATABASE?KEY=VALUE</c>.</summary>
internal sealed class PostgresAddress
{
    private const string Prefix = "postgres:";
    private const string UriForm = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

    // Connections of one server process: reads take turns, and 32 busy ones are more than a database of this size has cores.
    private const int MaxConnections = 32;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    /// <summary>Gets the settings of every connection.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Gets the address without user and password.</summary>
    public string Description => $"postgresql://{(Settings.Host!.Contains(':') ? $"[{Settings.Host}]" : Settings.Host)}:{Settings.Port}/{Settings.Database}";

    /// <summary>Gets whether text looks like the address of a PostgreSQL store.</summary>
    public static bool IsMeant(string address) => address.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && address.Contains(':');

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It cannot be read. The message says why, without the address: that may hold a password.</exception>
    public static PostgresAddress Parse(string address)
    {
        var scheme = address[..address.IndexOf(':')].ToLowerInvariant();
        var settings = address.AsSpan(scheme.Length).StartsWith("://")
            ? ParseUri(scheme, address)
            : scheme == "postgres" ? ParseKeywords(address[Prefix.Length..]) : throw NotUnderstood($"'{scheme}:' is no known beginning");
        if (string.IsNullOrEmpty(settings.Host))
        {
            throw NotUnderstood("the host is missing");
        }

        settings.Database = string.IsNullOrEmpty(settings.Database) ? settings.Username : settings.Database;
        if (string.IsNullOrEmpty(settings.Database))
        {
            throw NotUnderstood("the database is missing");
        }

        SetOurs(settings);
        return new PostgresAddress(settings);
    }

    public override string ToString() => Description;

    private static NpgsqlConnectionStringBuilder ParseKeywords(string text)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        try
        {
            settings.ConnectionString = text;
            return settings;
        }
        catch (Exception e) when (IsNotTaken(e))
        {
            // What the exception says may quote a value.
            throw NotUnderstood("a keyword or a value of the connection string is not known");
        }
    }

    // SQLAlchemy, and so MLflow's users, may name a driver: postgresql+psycopg2://…
    private static NpgsqlConnectionStringBuilder ParseUri(string scheme, string address)
    {
        if (scheme.Split('+')[0] is not ("postgres" or "postgresql") || !Uri.TryCreate("postgresql" + address[scheme.Length..], UriKind.Absolute, out var uri))
        {
            throw NotUnderstood("it is no URI");
        }

        var settings = SettingsOf(uri);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            SetOption(settings, pair.Split('=', 2));
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        try
        {
            return new NpgsqlConnectionStringBuilder
            {
                Host = uri.Host.Trim('[', ']'),
                Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
                Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
                Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
                Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            };
        }
        catch (Exception e) when (IsNotTaken(e))
        {
            throw NotUnderstood("its user, password, host or database holds a character that none may hold"); // an escaped NUL
        }
    }

    // What Npgsql throws at keywords and values, depending on which.
    private static bool IsNotTaken(Exception e) => e is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException;

    private static void SetOption(NpgsqlConnectionStringBuilder settings, string[] pair)
    {
        // libpq's sslmode=verify-full is Npgsql's VerifyFull.
        var key = Uri.UnescapeDataString(pair[0]).Replace('_', ' ');
        var value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : string.Empty;
        try
        {
            settings[key] = key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", null, StringComparison.Ordinal) : value;
        }
        catch (Exception e) when (IsNotTaken(e))
        {
            throw NotUnderstood($"the option '{pair[0]}' or its value is not known");
        }
    }

    private static void SetOurs(NpgsqlConnectionStringBuilder settings)
    {
        const int ConnectSeconds = 5;
        const int KeepAliveSeconds = 10;
        settings.ApplicationName ??= "otelbridge";
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MaxConnections);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        settings.Timeout = settings.ContainsKey("Timeout") ? settings.Timeout : ConnectSeconds;
        settings.KeepAlive = settings.ContainsKey("Keepalive") ? settings.KeepAlive : KeepAliveSeconds;
        settings.Multiplexing = false;
        settings.MaxAutoPrepare = 256; // as many as there are statements; what a filter makes comes and goes
        settings.IncludeErrorDetail = false; // rows, and so content, would stand in logs
        settings.PersistSecurityInfo = false;
    }

    private static StoreException NotUnderstood(string why) =>
        new($"The address of the PostgreSQL store is not understood: {why}. Use {UriForm}, or postgres:Host=…;Port=…;Username=…;Password=…;Database=….");
}
