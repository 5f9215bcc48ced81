namespace OtelBridge.Server.Configuration;

/// <summary>Whether the server writes down who did what.</summary>
public sealed class AuditOptions
{
    /// <summary>For how long, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(365);

    /// <summary>Gets or sets whether it does so also where nobody is asked who they are (<see cref="AccessOptions.IsRequired"/>); where callers are asked, it always does.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsOn { get; set; }

    /// <summary>Gets or sets how long entries are kept; null for ever.</summary>
    /// <value>The default is 365 days.</value>
    public TimeSpan? MaxAge { get; set; } = DefaultMaxAge;
}
