using System.Text;
using System.Text.RegularExpressions;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Server.Commands;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Storage;

namespace OtelBridge.Fuzz.Targets.Settings;

/// <summary>Settings of the server: addresses to listen on and of stores, ages, sizes, paths. Whatever they are, errors are listed.</summary>
internal sealed partial class ServerSettingsTarget : FuzzTarget
{
    public override string Name => "server-settings";

    public override string What => "settings of the server: listeners, addresses of stores, retention, path prefix";

    public override int MaxLength => 512;

    public override IReadOnlyList<string> Words { get; } =
    [
        "127.0.0.1:4317", "[::1]:4317", "localhost:", "*:", "off", "sqlite:", "sqlite:///", "postgres:", "postgresql://", "postgresql+psycopg2://", "Host=", "Port=", "Username=", "Password=", "Database=", "Timeout=", "Maximum Pool Size=", "SSL Mode=",
        "sslmode=verify-full", "clickhouse:http://", "?catalog=", "&cluster=", "&quorum=auto", "&timeout=", "&gather=", ";", "=", "&", "@", ":", "/", "?", "%", "%00", "%2F", "30d", "1.5h", "forever", "10GB", "1TiB", "/otel", "..", "::ffff:1.2.3.4", "[", "]", "65536",
    ];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        "127.0.0.1:4317", "[::1]:0", "*:65535", "sqlite:/var/lib/x.db", "postgres:Host=h;Port=1;Username=u;Password=hunter2;Database=d", "postgresql://u:hunter2@h:5432/d?sslmode=require&Timeout=5",
        "clickhouse:http://u:hunter2@h:8123/d?catalog=postgresql%3A%2F%2Fu%40h%2Fd&cluster=c&quorum=2", "30d", "10GB", "/tools/otel",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var settings = new ServeSettings(_ => text);
        settings.Read(null, text, null, text);
        settings.ReadViewers(text, null);
        settings.ReadPathPrefix(text);
        settings.ReadRetention(text, text);
        if (ListenAddress.TryParse(text, out var address))
        {
            Promise(ListenAddress.TryParse(address.ToString(), out var again) && again == address, "An address that was written is read as it was.");
        }

        var fault = TraceStores.FindFault(text);
        Promise(fault is null || !fault.Contains("hunter2", StringComparison.Ordinal) || !Password().IsMatch(text) || text.Split("hunter2").Length != 2, "A fault of an address does not tell its password.");
        return $"{settings.Errors.Count} {address is not null} {fault?.Split('\'')[0][..Math.Min(fault.Split('\'')[0].Length, 90)]}";
    }

    // Where a password stands.
    [GeneratedRegex("^[a-z+:]+://[^/?@]*:hunter2@", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
